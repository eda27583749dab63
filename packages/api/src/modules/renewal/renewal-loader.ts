import {
  datesAt,
  dayOf,
  type EarlyChoice,
  isDeltaOnly,
  lineOf,
  NothingLaterToRenewTo,
  type Progress,
  pinnedVersion,
  RenewalNotOpen,
  type RenewalProgress,
  type RenewalRow,
  renewalEnrolmentProgress,
  renewalPeriod,
  renewalProgress,
  renewalRowAt,
  type Standing,
  standingAt,
} from "@kunna/domain";
import DataLoader from "dataloader";
import { type ApiContext, readerOf } from "../../context.ts";
import type { CertificationKey } from "../certification/index.ts";
import { loadRenewalStates } from "./load.ts";
import { factsAt, type RenewalState } from "./state.ts";

/** R10: that a version was published BY_DATE asks holders of older ones for what has changed. */
export interface RenewalCall {
  readonly versionId: string;
  readonly calledAt: Date;
  /** The last day (YYYY-MM-DD), and what is said. */
  readonly by: string;
  readonly note: string;
  /** Whether that day has passed. */
  readonly overdue: boolean;
}

/** What a holder is shown of a renewal, now. */
export interface Renewal extends RenewalProgress {
  readonly cycle: number;
  readonly enrolmentId: string | null;
  readonly versionId: string;
  readonly row: RenewalRow;
  readonly opensAt: Date | null;
  readonly expiresAt: Date | null;
  readonly graceEndsAt: Date | null;
  /** What becomes of the standing if nothing is done. */
  readonly otherwise: readonly { readonly at: Date; readonly standing: Standing }[];
  /** The versions that have called for it before its regular window (R10), oldest first. */
  readonly calls: readonly RenewalCall[];
  /** Until when the next certificate would hold; null where neither can be had. */
  readonly dates: EarlyChoice | null;
}

const loaders = new WeakMap<ApiContext, DataLoader<CertificationKey, Renewal | null>>();

/** The loader of one request. It only gathers what is asked for at once and keeps nothing: a mutation may come between. */
export function renewalLoader(context: ApiContext): DataLoader<CertificationKey, Renewal | null> {
  const loader =
    loaders.get(context) ??
    new DataLoader(
      async (keys) => {
        const now = context.services.now();
        const states = await loadRenewalStates(readerOf(context), keys, now);
        return states.map((state) => state && renewalOf(state, now));
      },
      { cache: false },
    );
  loaders.set(context, loader);
  return loader;
}

const progressLoaders = new WeakMap<ApiContext, DataLoader<CertificationKey, Progress | null>>();

/** How far the enrolments of renewals are that are under way, by whose they are. */
export function enrolmentProgressLoader(context: ApiContext): DataLoader<CertificationKey, Progress | null> {
  const loader =
    progressLoaders.get(context) ??
    new DataLoader(
      async (keys) => {
        const now = context.services.now();
        const states = await loadRenewalStates(readerOf(context), keys, now);
        return states.map((state) => {
          if (!state?.enrolment) return null;
          const { certificate, version } = state;
          const found = renewalProgress(certificate.policy, version.content, factsAt(state, now));
          return renewalEnrolmentProgress(version.content, found);
        });
      },
      { cache: false },
    );
  progressLoaders.set(context, loader);
  return loader;
}

function renewalOf(state: RenewalState, now: Date): Renewal {
  const { certificate, certification, version, enrolment } = state;
  const found = renewalProgress(certificate.policy, version.content, factsAt(state, now));
  const { opensAt, expiresAt, graceEndsAt } = datesAt(now, certificate);
  const changes = [expiresAt, graceEndsAt].filter((at) => at !== null && at > now) as Date[];
  const steps = changes.map((at) => ({ at, standing: standingAt(at, certification) }));
  return {
    ...found,
    cycle: certificate.cycle,
    enrolmentId: enrolment?.id ?? null,
    versionId: version.id,
    row: renewalRowAt(now, certificate),
    opensAt,
    expiresAt,
    graceEndsAt,
    otherwise: steps.filter(({ at }, s) => Number(at) !== Number(steps[s - 1]?.at)),
    calls: callsOf(state, now),
    dates: datesOf(state, found, now, opensAt),
  };
}

function callsOf({ certificate, versions, timeZone }: RenewalState, now: Date): RenewalCall[] {
  return versions.flatMap(({ id, number, carryOver, publishedAt, by, carryOverNote: note }) =>
    number > certificate.versionNumber && carryOver === "BY_DATE" && publishedAt <= now && by !== null
      ? { versionId: id, calledAt: publishedAt, by, note: note ?? "", overdue: by < dayOf(now, timeZone) }
      : [],
  );
}

/** R9: both dates: completed now, and once it is open. */
function datesOf(state: RenewalState, found: RenewalProgress, now: Date, opensAt: Date | null): EarlyChoice | null {
  const { certificate, version, timeZone } = state;
  // R10: what the holder is passed over by pins nothing.
  const line = lineOf(certificate.versionNumber, state.versions);
  const versions = state.versions
    .filter((one) => one === version || line.includes(one))
    .map(({ content, ...one }) => ({ ...one, policy: content.policy }));
  const expiry = (at: Date): Date | null => {
    const counted = { certificate, completedAt: at, awardedAt: at };
    const { policy: next } = pinnedVersion(versions, version.number, counted);
    const isDelta = found.path !== null && isDeltaOnly({ ...found.progress, complete: true });
    return renewalPeriod({ ...counted, next, isDelta, timeZone, laterVersion: null }).expiresAt;
  };
  try {
    const isOpen = opensAt === null || now >= opensAt;
    const onceOpen = expiry(isOpen ? now : opensAt);
    const early = isOpen || certificate.policy.earlyRenewal;
    return early ? { now: expiry(now), onceOpen } : { now: null, onceOpen };
  } catch (error) {
    if (error instanceof RenewalNotOpen || error instanceof NothingLaterToRenewTo) return null;
    throw error;
  }
}
