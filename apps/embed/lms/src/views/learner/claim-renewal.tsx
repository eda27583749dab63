import { useKunnaMutation } from "@kunna/react";
import { useEffect, useRef, useState } from "react";
import { Outcome } from "../../parts/outcome.tsx";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import type { RenewalFacts } from "./renewal.tsx";

/** Takes a renewal whose requirements are met: ahead of time only after both dates were seen, and chosen between (R9). */
export function ClaimRenewal({
  enrolmentId,
  renewal: { row, dates },
}: {
  readonly enrolmentId: string;
  readonly renewal: RenewalFacts;
}) {
  const { t } = useTexts();
  const { lastDay } = useDays();
  const [isAsking, setIsAsking] = useState(false);
  const question = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (isAsking) question.current?.focus();
  }, [isAsking]);
  const { mutate, refusal, error, isPending } = useKunnaMutation((kunna, early: boolean) =>
    kunna.certifications.claimRenewal({ enrolmentId, early }),
  );
  const until = (at: string | null) => (at === null ? t.holdsForGood : t.holdsUntil(lastDay(at)));
  const outcome = <Outcome refusal={refusal} error={error} />;
  if (row !== "EARLY") {
    return (
      <>
        <button type="button" className="primary" disabled={isPending} onClick={() => mutate(false)}>
          {t.claimRenewal}
        </button>
        {outcome}
      </>
    );
  }
  if (!dates) return null;
  if (!isAsking) {
    return (
      <>
        <button type="button" onClick={() => setIsAsking(true)}>
          {t.renewEarly}
        </button>
        {outcome}
      </>
    );
  }
  return (
    <div className="notice wait">
      <p ref={question} tabIndex={-1}>
        {t.renewEarlySure(until(dates.now), until(dates.onceOpen))}
      </p>
      <div className="row">
        <button type="button" className="primary" disabled={isPending} onClick={() => mutate(true)}>
          {t.renewEarlyYes}
        </button>
        <button type="button" disabled={isPending} onClick={() => setIsAsking(false)}>
          {t.renewEarlyNo}
        </button>
      </div>
      {outcome}
    </div>
  );
}
