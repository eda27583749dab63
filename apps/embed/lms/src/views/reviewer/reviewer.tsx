import type { EventType } from "@kunna/client";
import { useKunnaPages, useLiveRefresh } from "@kunna/react";
import { useEffect, useRef, useState } from "react";
import { ToReviewDocument, type ToReviewQuery } from "../../generated/operations.ts";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { Frame } from "../frame.tsx";
import { type Draft, emptyDraft } from "./draft.ts";
import { EvidenceToReview } from "./evidence-to-review.tsx";
import { Queue } from "./queue.tsx";
import { ReviewForm } from "./review-form.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

export type Waiting = ToReviewQuery["reviewQueue"]["nodes"][number];

/** A reviewer's queue: one evidence at a time, with the rubric beside it, by mouse, finger or single keys. */
export function Reviewer() {
  const { t } = useTexts();
  return (
    <Frame pages={[{ path: "/", title: t.review }]}>
      <Review />
    </Frame>
  );
}

/** What happens to an evidence on its way through its reviews. */
const reviewEvents: readonly EventType[] = [
  "EVIDENCE_SUBMITTED",
  "EVIDENCE_REVIEWED",
  "EVIDENCE_ACCEPTED",
  "EVIDENCE_RETURNED",
  "EVIDENCE_REJECTED",
];

/** The queue as a page of its own. */
export function Review() {
  const { t } = useTexts();
  useLiveRefresh({ types: reviewEvents });
  const queue = useKunnaPages(ToReviewDocument, { first: 20 }, ({ reviewQueue }) => reviewQueue);
  const [isDone, setIsDone] = useState<ReadonlySet<string>>(new Set());
  // What was reviewed leaves at once, and not only when the queue has been asked again.
  const waiting = queue.nodes.filter((one) => !isDone.has(revisionOf(one)));
  const count = Math.max(waiting.length, (queue.totalCount ?? 0) - (queue.nodes.length - waiting.length));
  const place = usePlace(waiting);
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const [said, setSaid] = useState("");
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [areKeysOn, setAreKeysOn] = useState(true);
  const heading = useRef<HTMLHeadingElement>(null);
  const empty = useRef<HTMLDivElement>(null);
  const evidence = waiting[place.index];

  const isMoved = useRef(false);
  const go = (index: number) => {
    isMoved.current = true;
    place.set(Math.min(Math.max(index, 0), waiting.length - 1));
  };
  useEffect(() => {
    if (!isMoved.current) return;
    isMoved.current = false;
    (evidence ? heading : empty).current?.focus();
  });
  useShortcuts(areKeysOn, {
    j: () => go(place.index + 1),
    k: () => go(place.index - 1),
    "?": () => setIsHelpOpen((open) => !open),
  });
  const change = (id: string, draft: Draft) => setDrafts((all) => new Map(all).set(id, draft));
  const finish = (reviewed: Waiting, words: string) => {
    setSaid(words);
    isMoved.current = true;
    setIsDone((all) => new Set(all).add(revisionOf(reviewed)));
    // Handed in again, it is reviewed anew.
    change(reviewed.id, emptyDraft);
  };
  return (
    <Page title={t.queue}>
      <div className="bar">
        <p role="status">
          {said} {count > 0 && t.queueLength(count)}
        </p>
        <Shortcuts
          isOpen={isHelpOpen}
          onOpen={setIsHelpOpen}
          isOn={areKeysOn}
          onSwitch={setAreKeysOn}
          levels={evidence ? mostLevels(evidence) : 0}
        />
      </div>
      {!evidence && (
        <div ref={empty} tabIndex={-1}>
          <Empty title={t.queueEmpty}>{t.queueEmptyText}</Empty>
        </div>
      )}
      {evidence && (
        <div className="review">
          <Queue
            waiting={waiting}
            index={place.index}
            count={count}
            onGo={go}
            onMore={queue.hasNextPage ? queue.fetchNextPage : null}
          />
          <article key={evidence.id} aria-labelledby="evidence-title">
            <EvidenceToReview evidence={evidence} heading={heading} />
            <ReviewForm
              evidence={evidence}
              draft={drafts.get(evidence.id) ?? emptyDraft}
              onDraft={(draft) => change(evidence.id, draft)}
              areKeysOn={areKeysOn}
              onReviewed={(words) => finish(evidence, words)}
            />
          </article>
        </div>
      )}
    </Page>
  );
}

/** Which of those that wait is shown: it stays the same one while others come and go; when it is gone, the next. */
function usePlace(waiting: readonly Waiting[]) {
  const [shown, setShown] = useState<{ readonly id: string | undefined; readonly index: number }>({
    id: waiting[0]?.id,
    index: 0,
  });
  const found = waiting.findIndex(({ id }) => id === shown.id);
  const index = found >= 0 ? found : Math.max(0, Math.min(shown.index, waiting.length - 1));
  const id = waiting[index]?.id;
  if (id !== shown.id || index !== shown.index) setShown({ id, index });
  return { index, set: (next: number) => setShown({ id: waiting[next]?.id, index: next }) };
}

const revisionOf = ({ id, latestRevision }: Waiting) => `${id} ${latestRevision?.number}`;

function mostLevels({ requirements }: Waiting): number {
  const criteria = requirements.flatMap(({ rubric }) => rubric?.criteria ?? []);
  return Math.max(0, ...criteria.map(({ levels }) => levels.length));
}
