import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import type { Waiting } from "./reviewer.tsx";

interface QueueProps {
  readonly waiting: readonly Waiting[];
  readonly index: number;
  /** How many wait in all, also on pages that have not been asked for. */
  readonly count: number;
  readonly onGo: (index: number) => void;
  /** Null: all are there. */
  readonly onMore: (() => void) | null;
}

/** Who waits, longest first: a list where there is room, and one step back or forth everywhere. */
export function Queue({ waiting, index, count, onGo, onMore }: QueueProps) {
  const { t } = useTexts();
  const { day } = useDays();
  return (
    <nav className="queue" aria-label={t.queue}>
      <div className="queue-steps">
        <button type="button" disabled={index === 0} onClick={() => onGo(index - 1)}>
          {t.previous}
        </button>
        <span className="small">{t.placeInQueue(index + 1, count)}</span>
        <button type="button" disabled={index >= waiting.length - 1} onClick={() => onGo(index + 1)}>
          {t.next}
        </button>
      </div>
      <ol className="queue-list">
        {waiting.map(({ id, person, requirements, submittedAt }, place) => (
          <li key={id}>
            <button type="button" aria-current={place === index ? "true" : undefined} onClick={() => onGo(place)}>
              <strong>{person.name}</strong>
              <span className="small">{requirements.map(({ title }) => title).join(", ")}</span>
              {submittedAt && <span className="small">{day(submittedAt)}</span>}
            </button>
          </li>
        ))}
      </ol>
      {onMore && (
        <button type="button" onClick={onMore}>
          {t.more}
        </button>
      )}
    </nav>
  );
}
