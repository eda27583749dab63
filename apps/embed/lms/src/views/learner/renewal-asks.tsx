import type { RuleProgressFactsFragment } from "@kunna/client";
import { Chip } from "../../parts/chip.tsx";
import { requirementTones } from "../../parts/tones.ts";
import { useTexts } from "../../texts/use-texts.tsx";

interface RuleProgress extends RuleProgressFactsFragment {
  readonly rules?: readonly RuleProgress[];
}

/** What a rule of a renewal asks, and what of it is met (R8). */
export function RenewalAsks({
  progress,
  titles,
}: {
  readonly progress: RuleProgress;
  /** Of the requirements, by key. */
  readonly titles: ReadonlyMap<string, string>;
}) {
  const { t } = useTexts();
  const { method, credits, practice, requirements, rules = [] } = progress;
  const work = practice ?? requirements?.work;
  return (
    <div className="asks">
      <p>{t.renewalMethods[method]}</p>
      <ul>
        {requirements?.requirements.map(({ requirementKey, reason, state }) => (
          <li key={requirementKey} className="requirement-title">
            <span>
              {titles.get(requirementKey) ?? requirementKey} <span className="small">({t.askReasons[reason]})</span>
            </span>
            <Chip tone={requirementTones[state]}>{t.requirementStates[state]}</Chip>
          </li>
        ))}
        {work && (
          <li>
            {t.work}: {t.acceptedOf(work.accepted, work.asked)}
          </li>
        )}
        {requirements?.reflection && (
          <li>
            {t.reflectionShown}: {t.acceptedOf(requirements.reflection.accepted, requirements.reflection.asked)}
          </li>
        )}
        {credits && <li>{t.creditsOf(credits.counted, credits.asked)}</li>}
        {rules.map((rule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name, and their order is the policy's
          <li key={index}>
            <RenewalAsks progress={rule} titles={titles} />
          </li>
        ))}
      </ul>
    </div>
  );
}
