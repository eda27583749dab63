import { useKunnaMutation } from "@kunna/react";
import type { FormEvent } from "react";
import {
  ApproveConnectionDocument,
  type ConnectionFactsFragment,
  RefuseConnectionDocument,
} from "../../generated/operations.ts";
import { Outcome } from "../../parts/outcome.tsx";
import { Sure } from "../../parts/sure.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { AskedFor } from "./asked-for.tsx";

/** A connection that waits: on what terms it comes into use, or that it never does. */
export function WaitingConnection({ connection }: { readonly connection: ConnectionFactsFragment }) {
  const { t } = useTexts();
  const connectionId = connection.id;
  const approval = useKunnaMutation(async (kunna, fields: FormData) => {
    const input = {
      connectionId,
      instructorRoles: fields.has("instructorsReview") ? (["REVIEWER"] as const) : [],
      addsPeople: fields.has("addsPeople"),
    };
    return (await kunna.mutate(ApproveConnectionDocument, { input })).approveLmsConnection;
  });
  const refused = useKunnaMutation(
    async (kunna, id: string) =>
      (await kunna.mutate(RefuseConnectionDocument, { connectionId: id })).refuseLmsConnection,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    approval.mutate(new FormData(event.currentTarget));
  };
  return (
    <li className="card step own">
      <div>
        <h3>{connection.name}</h3>
        <AskedFor connection={connection} />
      </div>
      <form onSubmit={submit} aria-label={`${t.approve}: ${connection.name}`}>
        <div>
          <label className="switch">
            <input type="checkbox" name="instructorsReview" defaultChecked />
            {t.instructorsReview}
          </label>
          <label className="switch">
            <input type="checkbox" name="addsPeople" defaultChecked />
            {t.addsPeople}
          </label>
          <p className="small">{t.addsPeopleHelp}</p>
        </div>
        <div className="row">
          <button type="submit" className="primary" disabled={approval.isPending}>
            {t.approve}
          </button>
        </div>
      </form>
      <Sure
        what={t.refuse}
        question={t.refuseSure}
        isPending={refused.isPending}
        onYes={() => refused.mutate(connectionId)}
      />
      <Outcome refusal={approval.refusal ?? refused.refusal} error={approval.error ?? refused.error} />
    </li>
  );
}
