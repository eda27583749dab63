import type { MyEvidenceQuery } from "../generated/operations.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { Mark } from "./mark.tsx";
import { evidenceTones } from "./tones.ts";
import { useDays } from "./use-days.ts";

export type Evidence = Extract<
  NonNullable<MyEvidenceQuery["node"]>,
  { readonly evidence: unknown }
>["evidence"]["nodes"][number];

/** What was put forward, and what reviewers said of it. */
export function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  const { t } = useTexts();
  const { day } = useDays();
  if (evidence.length === 0) return <p>{t.noEvidence}</p>;
  return (
    <ul className="cards">
      {evidence.map(({ id, status, submittedAt, requirements, latestRevision }) => (
        <li key={id} className="card">
          <h3>{requirements.map(({ title }) => title).join(", ")}</h3>
          <p>
            <Mark tone={evidenceTones[status]}>{t.evidenceStates[status]}</Mark>{" "}
            <span className="small">{submittedAt && day(submittedAt)}</span>
          </p>
          {latestRevision?.text && <p className="said">{latestRevision.text}</p>}
          {latestRevision?.reviews.map(({ verdict, comment, missing }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: reviews are only ever added to the end
            <blockquote key={index}>
              <p>
                {t.evidenceStates[verdict]}: {comment}
              </p>
              {missing.length > 0 && (
                <ul>
                  {missing.map((what) => (
                    <li key={what}>{what}</li>
                  ))}
                </ul>
              )}
            </blockquote>
          ))}
        </li>
      ))}
    </ul>
  );
}
