import { Chip } from "../../parts/chip.tsx";
import { Download } from "../../parts/download.tsx";
import { evidenceTones } from "../../parts/tones.ts";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { Feedback } from "./feedback.tsx";
import type { Evidence, PartOfPath } from "./journey.ts";

/** What was handed in, and what reviewers said of it. */
export function EvidenceList({ evidence, of }: { readonly evidence: readonly Evidence[]; readonly of: PartOfPath }) {
  const { t } = useTexts();
  const shown = evidence.filter(
    ({ requirements }) => of.requirementKey === undefined || requirements.some(({ key }) => key === of.requirementKey),
  );
  return (
    <section>
      <h2>{t.evidence}</h2>
      {shown.length === 0 && <p className="soft">{t.noEvidence}</p>}
      <ul className="steps">
        {shown.map((one) => (
          <EvidenceItem key={one.id} evidence={one} />
        ))}
      </ul>
    </section>
  );
}

function EvidenceItem({ evidence }: { readonly evidence: Evidence }) {
  const { t } = useTexts();
  const { day } = useDays();
  const { status, submittedAt, requirements, latestRevision } = evidence;
  return (
    <li className="card">
      <div className="step-head">
        <div>
          <h3>{requirements.map(({ title }) => title).join(", ")}</h3>
          {submittedAt && <p className="small">{t.handedIn(day(submittedAt))}</p>}
        </div>
        <Chip tone={evidenceTones[status]}>{t.evidenceStates[status]}</Chip>
      </div>
      {latestRevision?.text && <p className="said">{latestRevision.text}</p>}
      {latestRevision && latestRevision.files.length > 0 && (
        <ul className="row">
          {latestRevision.files.map(({ id, name, url }) => (
            <li key={id}>
              <Download name={name} url={url} />
            </li>
          ))}
        </ul>
      )}
      <Feedback evidence={evidence} />
    </li>
  );
}
