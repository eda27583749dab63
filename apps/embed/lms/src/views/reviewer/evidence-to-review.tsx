import type { RefObject } from "react";
import { Chip } from "../../parts/chip.tsx";
import { Download } from "../../parts/download.tsx";
import { evidenceTones } from "../../parts/tones.ts";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import type { Waiting } from "./reviewer.tsx";

/** What was asked, what was handed in, and what was said of the revisions before. */
export function EvidenceToReview({
  evidence,
  heading,
}: {
  readonly evidence: Waiting;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}) {
  const { t } = useTexts();
  const { dateOf } = useDays();
  const { requirements, person, latestRevision: revision } = evidence;
  return (
    <section className="card">
      <div className="step-head">
        <h2 id="evidence-title" ref={heading} tabIndex={-1}>
          {requirements.map(({ title }) => title).join(", ")}
        </h2>
        {revision && revision.number > 1 && <Chip tone="calm">{t.revision(revision.number)}</Chip>}
      </div>
      <p className="small">
        {t.by(person.name)}
        {revision && ` · ${t.doneOn(dateOf(revision.performedOn))}`}
        {` · ${[...new Set(requirements.map(({ kind }) => t.requirementKinds[kind]))].join(", ")}`}
      </p>
      <Asked requirements={requirements} />
      <p className="said handed-in">{revision?.text || <span className="soft">{t.noWords}</span>}</p>
      {revision?.score != null && (
        <p>
          {t.score}: <strong>{revision.score}</strong>
        </p>
      )}
      {revision && revision.files.length + revision.links.length > 0 && (
        <>
          <h3>{t.filesAndLinks}</h3>
          <ul className="row">
            {revision.files.map(({ id, name, url }) => (
              <li key={id}>
                <Download name={name} url={url} />
              </li>
            ))}
            {revision.links.map((link) => (
              <li key={link}>
                <a href={link} target="_blank" rel="noopener noreferrer">
                  {link}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      <Before evidence={evidence} />
    </section>
  );
}

function Asked({ requirements }: Pick<Waiting, "requirements">) {
  const { t } = useTexts();
  return (
    <details>
      <summary>{t.instructions}</summary>
      {requirements.map(({ key, instructions, prompts }) => (
        <div key={key}>
          <p className="said">{instructions}</p>
          <ul className="bullets">
            {prompts.map((prompt) => (
              <li key={prompt}>{prompt}</li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  );
}

function Before({ evidence: { revisions, latestRevision } }: { readonly evidence: Waiting }) {
  const { t } = useTexts();
  return revisions
    .filter(({ number }) => number !== latestRevision?.number)
    .flatMap(({ number, reviews }) =>
      reviews.map(({ id, verdict, comment, missing }) => (
        <blockquote key={id} className={evidenceTones[verdict]}>
          <p>
            <strong>
              {t.revision(number)}: {t.evidenceStates[verdict]}
            </strong>
          </p>
          <p className="said">{comment}</p>
          {missing.length > 0 && (
            <ul>
              {missing.map((what) => (
                <li key={what}>{what}</li>
              ))}
            </ul>
          )}
        </blockquote>
      )),
    );
}
