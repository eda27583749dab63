import { Chip } from "../../parts/chip.tsx";
import { evidenceTones } from "../../parts/tones.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import type { Evidence } from "./journey.ts";

/** What reviewers said of the latest revision of an evidence. */
export function Feedback({ evidence }: { readonly evidence: Evidence }) {
  const { t } = useTexts();
  const reviews = evidence.latestRevision?.reviews ?? [];
  return reviews.map(({ id, verdict, comment, missing, notMet }) => (
    <blockquote key={id} className={evidenceTones[verdict]}>
      <p className="row">
        <strong>{t.feedback}</strong>
        {/* One verdict is the state of all of it, which is said already. */}
        {reviews.length > 1 && <Chip tone={evidenceTones[verdict]}>{t.evidenceStates[verdict]}</Chip>}
      </p>
      <p className="said">{comment}</p>
      {missing.length > 0 && (
        <>
          <p>
            <strong>{t.missing}</strong>
          </p>
          <ul>
            {missing.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </>
      )}
      {notMet.some((rating) => rating.comment !== "") && (
        <ul>
          {notMet.flatMap((rating) =>
            rating.comment === "" ? [] : <li key={rating.criterionKey}>{rating.comment}</li>,
          )}
        </ul>
      )}
    </blockquote>
  ));
}
