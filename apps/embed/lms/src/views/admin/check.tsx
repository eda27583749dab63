import { useKunnaMutation } from "@kunna/react";
import { CheckConnectionDocument } from "../../generated/operations.ts";
import { Chip } from "../../parts/chip.tsx";
import { Outcome } from "../../parts/outcome.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { ReadRoster } from "../instructor/read-roster.tsx";
import type { ConnectionNode } from "./connection.tsx";

/** Tries a connection from end to end, by one press. */
export function Check({ connection }: { readonly connection: ConnectionNode }) {
  const { t } = useTexts();
  // LTI has no question of its own for it: to read a roster takes the keys, a token and an answer.
  if (connection.connector !== "lti") return <ConnectorCheck connectionId={connection.id} />;
  const course = connection.courses.nodes.at(-1);
  return course ? <ReadRoster courseId={course.id} label={t.check} /> : <p className="soft">{t.checkNeedsCourse}</p>;
}

/** Says of each step whether it went. */
function ConnectorCheck({ connectionId }: { readonly connectionId: string }) {
  const { t } = useTexts();
  const { mutate, data, refusal, error, isPending } = useKunnaMutation(
    async (kunna, id: string) => (await kunna.mutate(CheckConnectionDocument, { connectionId: id })).checkLmsConnection,
  );
  return (
    <>
      <p>
        <button type="button" className="primary" disabled={isPending} onClick={() => mutate(connectionId)}>
          {isPending ? t.checking : t.check}
        </button>
      </p>
      <div role="status">
        {data && "checks" in data && (
          <ul className="lines">
            {data.checks.map(({ name, ok, detail }) => (
              <li key={name}>
                <span lang="en">
                  <strong>{name}</strong> {detail}
                </span>
                <Chip tone={ok ? "good" : "bad"}>{ok ? t.checkOk : t.checkFailed}</Chip>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Outcome refusal={refusal} error={error} />
    </>
  );
}
