import { isRefusal, type Verdict } from "@kunna/client";
import { useKunnaMutation } from "@kunna/react";
import { type FormEvent, useId, useRef, useState } from "react";
import { Keys } from "../../parts/keys.tsx";
import { Outcome } from "../../parts/outcome.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { criteriaOf, type Draft } from "./draft.ts";
import type { Waiting } from "./reviewer.tsx";
import { RubricCriterion } from "./rubric-criterion.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

interface ReviewFormProps {
  readonly evidence: Waiting;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly areKeysOn: boolean;
  readonly onReviewed: (said: string) => void;
}

const verdicts = { ACCEPTED: "a", RETURNED: "r", REJECTED: "x" } as const satisfies Record<Verdict, string>;

/** The rubric's levels, a verdict and why: each by mouse and by key. */
export function ReviewForm({ evidence, draft, onDraft, areKeysOn, onReviewed }: ReviewFormProps) {
  const { t } = useTexts();
  const missingHelp = useId();
  const form = useRef<HTMLFormElement>(null);
  const comment = useRef<HTMLTextAreaElement>(null);
  const criteria = criteriaOf(evidence);
  const [marked, setMarked] = useState(0);
  const { mutate, refusal, error, isPending } = useKunnaMutation(
    async (kunna, { verdict, levels, ...words }: Draft) => {
      const result = await kunna.evidence.review({
        evidenceId: evidence.id,
        verdict,
        comment: words.comment.trim(),
        missing: verdict === "RETURNED" ? linesOf(words.missing) : [],
        ratings: criteria.flatMap(({ id, requirementKey, key }) => {
          const levelKey = levels[id];
          return levelKey === undefined ? [] : [{ requirementKey, criterionKey: key, levelKey }];
        }),
      });
      if (!isRefusal(result)) onReviewed(t.reviewed[verdict](evidence.person.name));
      return result;
    },
  );
  const rate = (index: number, levelKey: string) => {
    const criterion = criteria[index];
    if (!criterion) return;
    onDraft({ ...draft, levels: { ...draft.levels, [criterion.id]: levelKey } });
    setMarked(Math.min(index + 1, criteria.length - 1));
  };
  const rateMarked = (level: number) => {
    const key = criteria[marked]?.levels[level]?.key;
    if (key !== undefined) rate(marked, key);
  };
  const decide = (verdict: Verdict) => {
    onDraft({ ...draft, verdict });
    comment.current?.focus();
  };
  const numbers = Object.fromEntries([...Array(9).keys()].map((level) => [String(level + 1), () => rateMarked(level)]));
  useShortcuts(areKeysOn, {
    ...numbers,
    a: () => decide("ACCEPTED"),
    r: () => decide("RETURNED"),
    x: () => decide("REJECTED"),
    c: () => comment.current?.focus(),
    "Control+Enter": () => form.current?.requestSubmit(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isPending) mutate(draft);
  };
  const { verdict } = draft;
  // A level that does not pass says already that something is missing.
  const isLevelMissing = criteria.some(({ id, levels }) =>
    levels.some(({ key, passes }) => key === draft.levels[id] && !passes),
  );
  return (
    <form ref={form} className="card" onSubmit={submit} aria-label={t.review}>
      {criteria.length > 0 && <h3>{t.rubric}</h3>}
      {criteria.map((criterion, index) => (
        <RubricCriterion
          key={criterion.id}
          criterion={criterion}
          level={draft.levels[criterion.id] ?? null}
          isMarked={criteria.length > 1 && index === marked}
          isRequired={verdict === "ACCEPTED"}
          onLevel={(levelKey) => rate(index, levelKey)}
        />
      ))}
      <fieldset>
        <legend>{t.verdict}</legend>
        <div className="choices">
          {(Object.keys(verdicts) as Verdict[]).map((one) => (
            <label key={one} className="choice">
              <input
                type="radio"
                name="verdict"
                checked={verdict === one}
                onChange={() => onDraft({ ...draft, verdict: one })}
              />
              {t.verdicts[one]} <Keys of={[verdicts[one]]} />
            </label>
          ))}
        </div>
      </fieldset>
      {/* The comment is first in the order of the keyboard: a verdict leads to it, and from it to what is missing. */}
      <label>
        {t.comment}
        <textarea
          ref={comment}
          required
          rows={3}
          value={draft.comment}
          onChange={(event) => onDraft({ ...draft, comment: event.target.value })}
        />
      </label>
      {verdict === "RETURNED" && (
        <label>
          {t.missing}
          <textarea
            required={!isLevelMissing}
            rows={2}
            aria-describedby={missingHelp}
            value={draft.missing}
            onChange={(event) => onDraft({ ...draft, missing: event.target.value })}
          />
          <span id={missingHelp} className="small">
            {t.missingHelp}
          </span>
        </label>
      )}
      <Outcome refusal={refusal} error={error} />
      <button type="submit" className="primary" disabled={isPending}>
        {t.sendReview[verdict]} <Keys of={["Ctrl", "Enter"]} />
      </button>
    </form>
  );
}

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
