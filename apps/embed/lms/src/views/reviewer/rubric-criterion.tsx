import { Keys } from "../../parts/keys.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import type { Criterion } from "./draft.ts";

interface RubricCriterionProps {
  readonly criterion: Criterion;
  /** The key of the chosen one. */
  readonly level: string | null;
  /** The numbers of the keyboard are for this one. */
  readonly isMarked: boolean;
  readonly isRequired: boolean;
  readonly onLevel: (levelKey: string) => void;
}

/** One criterion of a rubric, with its levels in words. */
export function RubricCriterion({ criterion, level, isMarked, isRequired, onLevel }: RubricCriterionProps) {
  const { t } = useTexts();
  return (
    <fieldset className={`criterion ${isMarked ? "marked" : ""}`}>
      <legend>{criterion.title}</legend>
      <div className="levels">
        {criterion.levels.map(({ key, title, description, passes }, index) => (
          <label key={key} className="choice level">
            <input
              type="radio"
              name={criterion.id}
              required={isRequired}
              checked={level === key}
              onChange={() => onLevel(key)}
            />
            <span>
              <span className="row">
                {title}
                {passes && <span className="small">{t.passes}</span>}
                <Keys of={[String(index + 1)]} />
              </span>
              {description && <span className="small level-words">{description}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
