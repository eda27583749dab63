import { type EventType, isRefusal, ReviewQueueDocument, type ReviewQueueQuery, type Verdict } from "@kunna/client";
import { useKunnaMutation, useKunnaPages, useLiveRefresh } from "@kunna/react";
import { type FormEvent, useRef, useState } from "react";
import { Download } from "../parts/download.tsx";
import { Outcome } from "../parts/outcome.tsx";
import { Page } from "../parts/page.tsx";
import { useDays } from "../parts/use-days.ts";
import { useTexts } from "../texts/use-texts.tsx";

type Waiting = ReviewQueueQuery["reviewQueue"]["nodes"][number];

/** What happens to an evidence on its way through its reviews. */
const reviewEvents: readonly EventType[] = [
  "EVIDENCE_SUBMITTED",
  "EVIDENCE_REVIEWED",
  "EVIDENCE_ACCEPTED",
  "EVIDENCE_RETURNED",
  "EVIDENCE_REJECTED",
];

/** What waits for one's review, longest wait first; what comes in meanwhile appears. */
export function Review() {
  const { t } = useTexts();
  useLiveRefresh({ types: reviewEvents });
  const [isDone, setIsDone] = useState(false);
  const status = useRef<HTMLParagraphElement>(null);
  const finish = () => {
    setIsDone(true);
    // What was reviewed leaves the page, and with it the focus that was in it.
    status.current?.focus();
  };
  const queue = useKunnaPages(ReviewQueueDocument, { first: 10 }, ({ reviewQueue }) => reviewQueue);
  const count = queue.totalCount ?? 0;
  return (
    <Page title={t.review}>
      <p role="status" ref={status} tabIndex={-1}>
        {isDone && t.reviewed} {count === 0 ? t.queueEmpty : t.queueLength(count)}
      </p>
      <ul className="cards wide">
        {queue.nodes.map((evidence) => (
          <li key={evidence.id} className="card">
            <ToReview evidence={evidence} onReviewed={finish} />
          </li>
        ))}
      </ul>
      {queue.hasNextPage && (
        <button type="button" disabled={queue.isFetchingNextPage} onClick={queue.fetchNextPage}>
          {t.more}
        </button>
      )}
    </Page>
  );
}

function ToReview({ evidence, onReviewed }: { readonly evidence: Waiting; readonly onReviewed: () => void }) {
  const { t } = useTexts();
  const { day } = useDays();
  const title = evidence.requirements.map((requirement) => requirement.title).join(", ");
  const revision = evidence.latestRevision;
  return (
    <article>
      <h2>{title}</h2>
      <p className="small">
        {t.by(evidence.person.name)}
        {evidence.submittedAt && ` · ${day(evidence.submittedAt)}`}
      </p>
      {revision?.text && <p className="said">{revision.text}</p>}
      {revision?.score != null && (
        <p>
          {t.score}: {revision.score}
        </p>
      )}
      <ul>
        {revision?.files.map(({ name, url }) => (
          <li key={name}>
            <Download name={name} url={url} />
          </li>
        ))}
        {revision?.links.map((link) => (
          <li key={link}>
            <a href={link} rel="noreferrer">
              {link}
            </a>
          </li>
        ))}
      </ul>
      <ReviewForm evidence={evidence} title={title} onReviewed={onReviewed} />
    </article>
  );
}

/** A verdict with its reason; where there is a rubric, by each of its criteria. */
function ReviewForm({
  evidence,
  title,
  onReviewed,
}: {
  readonly evidence: Waiting;
  readonly title: string;
  readonly onReviewed: () => void;
}) {
  const { t } = useTexts();
  const [verdict, setVerdict] = useState<Verdict>("ACCEPTED");
  const criteria = evidence.requirements.flatMap(({ key, rubric }) =>
    (rubric?.criteria ?? []).map((criterion) => ({ requirementKey: key, ...criterion })),
  );
  const { mutate, refusal, error, isPending } = useKunnaMutation(async (kunna, fields: FormData) => {
    const missing = String(fields.get("missing") ?? "").trim();
    const result = await kunna.evidence.review({
      evidenceId: evidence.id,
      verdict,
      comment: String(fields.get("comment")),
      missing: missing === "" ? [] : missing.split("\n").filter((line) => line.trim() !== ""),
      ratings: criteria.flatMap(({ requirementKey, key }) => {
        const levelKey = fields.get(`${requirementKey} ${key}`);
        return levelKey ? [{ requirementKey, criterionKey: key, levelKey: String(levelKey) }] : [];
      }),
    });
    if (!isRefusal(result)) onReviewed();
    return result;
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={submit} aria-label={`${t.review}: ${title}`}>
      {criteria.map(({ requirementKey, key, title: criterion, levels }) => (
        <label key={`${requirementKey} ${key}`}>
          {criterion}
          <select name={`${requirementKey} ${key}`} required={verdict === "ACCEPTED"} defaultValue="">
            <option value="">–</option>
            {levels.map((level) => (
              <option key={level.key} value={level.key}>
                {level.title}
              </option>
            ))}
          </select>
        </label>
      ))}
      <fieldset>
        <legend>{t.verdict}</legend>
        {(Object.keys(t.verdicts) as Verdict[]).map((one) => (
          <label key={one} className="choice">
            <input type="radio" name="verdict" checked={verdict === one} onChange={() => setVerdict(one)} />
            {t.verdicts[one]}
          </label>
        ))}
      </fieldset>
      {verdict === "RETURNED" && (
        <label>
          {t.missing}
          <textarea name="missing" required rows={2} />
        </label>
      )}
      <label>
        {t.comment}
        <textarea name="comment" required rows={3} />
      </label>
      <button type="submit" className="primary" disabled={isPending}>
        {t.sendReview}
      </button>
      <Outcome refusal={refusal} error={error} />
    </form>
  );
}
