import type { ConnectionFactsFragment } from "../../generated/operations.ts";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";

type HealthFacts = ConnectionFactsFragment["health"];

/** How a connection is, in one line. */
export function HealthLine({ health }: { readonly health: HealthFacts }) {
  const { t } = useTexts();
  const { time } = useDays();
  const { failingSince, failures, lastSuccessAt } = health;
  return (
    <p className="small">
      {failingSince
        ? t.failingSince(time(failingSince), failures)
        : lastSuccessAt
          ? t.lastSuccess(time(lastSuccessAt))
          : t.noSuccess}
    </p>
  );
}

/** The last thing that failed, with its code. */
export function LastError({ health }: { readonly health: HealthFacts }) {
  const { t } = useTexts();
  const { time } = useDays();
  const { lastErrorAt, lastErrorCode, lastError, ok, restUntil } = health;
  if (!lastErrorAt) return null;
  return (
    <div className={`notice ${ok ? "calm" : "bad"}`}>
      <p>
        <strong>{t.lastErrorAt(time(lastErrorAt))}</strong>
      </p>
      {/* The connector's own sentence, which is English. */}
      <p lang="en">{lastError}</p>
      {restUntil && Date.parse(restUntil) > Date.now() && <p>{t.restUntil(time(restUntil))}</p>}
      {lastErrorCode && <p className="small">{t.code(lastErrorCode)}</p>}
    </div>
  );
}
