import { RenewalDocument, type RenewalQuery } from "@kunna/client";
import { useKunnaMutation, useKunnaSuspenseQuery } from "@kunna/react";
import { useLocation } from "wouter";
import { type MyCertificateListQuery, RenewalEnrolmentDocument } from "../../generated/operations.ts";
import { Outcome } from "../../parts/outcome.tsx";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { ClaimRenewal } from "./claim-renewal.tsx";
import { RenewalAsks } from "./renewal-asks.tsx";

type Certificate = MyCertificateListQuery["viewer"]["certificates"]["nodes"][number];
export type RenewalFacts = NonNullable<NonNullable<RenewalQuery["certification"]>["renewal"]>;

/** What the renewal of a certificate asks, by when, and what becomes of it now or later: both dates before one chooses (R9). */
export function Renewal({ certificate }: { readonly certificate: Certificate }) {
  const { t } = useTexts();
  const { day, lastDay } = useDays();
  const programId = certificate.program.id;
  const renewal = useKunnaSuspenseQuery(RenewalDocument, { programId }).certification?.renewal;
  const more = useKunnaSuspenseQuery(RenewalEnrolmentDocument, { programId }).certification?.renewal;
  if (!renewal || !more) return null;
  const { row, opensAt, expiresAt, graceEndsAt, otherwise, progress, complete } = renewal;
  const titles = new Map(
    more.version.modules.flatMap(({ requirements }) => requirements.map(({ key, title }) => [key, title] as const)),
  );
  const words =
    row === "EARLY"
      ? t.renewalRows.EARLY(opensAt && day(opensAt))
      : row === "IN_TIME"
        ? t.renewalRows.IN_TIME(expiresAt && lastDay(expiresAt))
        : row === "IN_GRACE"
          ? t.renewalRows.IN_GRACE(null, graceEndsAt && lastDay(graceEndsAt))
          : t.renewalRows.REINSTATEMENT();
  return (
    <details className="renewal" open={row !== "EARLY"}>
      <summary>
        <h3>{t.renewal}</h3> <span className="small">{words}</span>
      </summary>
      <div className="columns">
        <div>
          <h4>{t.renewalAsks}</h4>
          <RenewalAsks progress={progress} titles={titles} />
        </div>
        <div>
          <BothDates renewal={renewal} />
          {otherwise.length > 0 && (
            <>
              <h4>{t.otherwise}</h4>
              <ul>
                {otherwise.map(({ at, standing }) => (
                  <li key={at}>{t.otherwiseStep(day(at), t.standings[standing])}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      </div>
      {more.enrolment === null ? (
        <BeginRenewal programId={programId} />
      ) : complete && more.enrolment.status === "ACTIVE" ? (
        <ClaimRenewal enrolmentId={more.enrolment.id} renewal={renewal} />
      ) : (
        <GoOn enrolmentId={more.enrolment.id} />
      )}
    </details>
  );
}

function BothDates({ renewal: { row, dates } }: { readonly renewal: RenewalFacts }) {
  const { t } = useTexts();
  const { lastDay } = useDays();
  if (!dates) return null;
  const until = (at: string | null) => (at === null ? t.holdsForGood : t.holdsUntil(lastDay(at)));
  return (
    <>
      <h4>{t.renewBoth}</h4>
      <dl className="facts">
        <div>
          <dt>{t.renewNow}</dt>
          <dd>{until(dates.now)}</dd>
        </div>
        {row === "EARLY" && (
          <div>
            <dt>{t.renewOnceOpen}</dt>
            <dd>{until(dates.onceOpen)}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

/** The renewal has its own enrolment, which one begins. */
function BeginRenewal({ programId }: { readonly programId: string }) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const { mutate, refusal, error, isPending } = useKunnaMutation(async (kunna, id: string) => {
    const result = await kunna.enrolments.enrol({ programId: id });
    if (result.__typename === "Enrolment") go(`/path/${result.id}`);
    return result;
  });
  return (
    <>
      <button type="button" disabled={isPending} onClick={() => mutate(programId)}>
        {t.beginRenewal}
      </button>
      <Outcome refusal={refusal} error={error} />
    </>
  );
}

function GoOn({ enrolmentId }: { readonly enrolmentId: string }) {
  const { t } = useTexts();
  const [, go] = useLocation();
  return (
    <button type="button" className="primary" onClick={() => go(`/path/${enrolmentId}`)}>
      {t.goOnRenewal}
    </button>
  );
}
