import {
  barAt,
  type CarryOverMode,
  type CompletedRenewal,
  countedAt,
  lineOf,
  type ProgramPolicy,
  pinnedVersion,
  programPolicySchema,
  type RenewalRow,
  renewedAt,
  rowOf,
} from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { timeZoneOf } from "../../time-zone.ts";
import { loadCertificationFacts, lockCertification } from "../certification/index.ts";
import type { EnrolmentFacts } from "../enrolment/index.ts";
import type { RenewalCompletion } from "../renewal/index.ts";

/** A renewal that is complete, with what decides whether and for how long it is awarded. */
export interface RenewalFacts {
  readonly renewal: CompletedRenewal;
  readonly row: RenewalRow;
  /** The certificate that it follows on. */
  readonly previousId: string;
  /** The place of the next one in the sequence. */
  readonly cycle: number;
  /** R6, R11: the bar that holds a reinstatement up, if any. */
  readonly bar: { readonly until: Date | null } | null;
  readonly completion: RenewalCompletion;
}

/**
 * Locks a certification and loads what R9 asks of its renewal.
 * @param claimedAt when its holder claimed it, where no review completed it
 */
export async function loadRenewal(
  { tx, now }: CommandRun,
  { personId, programId, versionId }: EnrolmentFacts,
  completion: RenewalCompletion,
  claimedAt: Date | null,
): Promise<RenewalFacts> {
  const { submittedAt, isDelta } = completion;
  await lockCertification(tx, { personId, programId });
  const { certificates, bars } = await loadCertificationFacts(tx, personId, programId);
  const certificate = renewedAt(now, certificates);
  if (!certificate) throw new Error(`There is no certificate that the enrolment of ${personId} could renew.`);
  const timeZone = await timeZoneOf(tx);
  const versions = await loadPublishedVersions(tx, programId);
  const enrolledOn = versions.find(({ id }) => id === versionId);
  if (!enrolledOn) throw new Error(`The version ${versionId} of an enrolment is not published.`);

  const counted = {
    certificate,
    completedAt: countedAt(submittedAt, claimedAt ?? now, claimedAt !== null, certificate),
    awardedAt: now,
  };
  // R10: what the holder is passed over by pins nothing.
  const line = [...lineOf(certificate.versionNumber, versions), enrolledOn];
  const { policy: next } = pinnedVersion(line, enrolledOn.number, counted);
  const renewal = { ...counted, next, isDelta, timeZone, laterVersion: laterVersion(versions, next) };
  return {
    renewal,
    row: rowOf(renewal),
    previousId: certificate.id,
    cycle: certificates.length + 1,
    bar: barAt(now, bars),
    completion,
  };
}

interface PublishedVersion {
  readonly id: string;
  readonly number: number;
  readonly publishedAt: Date;
  readonly isOpen: boolean;
  readonly carryOver: CarryOverMode;
  readonly policy: ProgramPolicy;
}

async function loadPublishedVersions(tx: CommandRun["tx"], programId: string): Promise<PublishedVersion[]> {
  const rows = await tx.programVersion.findMany({
    where: { programId, status: { not: "DRAFT" } },
    select: { id: true, number: true, status: true, publishedAt: true, carryOver: true, policy: true },
  });
  return rows.flatMap(({ publishedAt, policy, status, ...row }) =>
    publishedAt
      ? { ...row, publishedAt, isOpen: status === "PUBLISHED", policy: programPolicySchema.parse(policy) }
      : [],
  );
}

/** The newest version that can be enrolled on and has no end date, or a later one (R9). */
function laterVersion(versions: readonly PublishedVersion[], { validity }: ProgramPolicy): number | null {
  if (validity.kind !== "END_DATE") return null;
  const numbers = versions.flatMap(({ number, isOpen, policy }) =>
    isOpen && (policy.validity.kind !== "END_DATE" || policy.validity.date > validity.date) ? number : [],
  );
  return numbers.length > 0 ? Math.max(...numbers) : null;
}
