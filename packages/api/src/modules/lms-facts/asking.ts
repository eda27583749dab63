import type { Prisma } from "@kunna/database";
import { dayOf, type VersionContent } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { timeZoneOf } from "../../time-zone.ts";
import { type EnrolmentFacts, loadCountedEvidence, loadResumed } from "../enrolment/index.ts";
import { contentOf, contentSelect } from "../program/index.ts";
import { lockOpenEnrolments } from "./enrolment-lock.ts";

type VersionRow = Prisma.ProgramVersionGetPayload<{ select: typeof contentSelect }>;
type Requirement = VersionRow["modules"][number]["requirements"][number];

/** An open enrolment that what an LMS said may count for; locked. */
export interface Asking {
  readonly enrolment: EnrolmentFacts;
  readonly content: VersionContent;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** Itself, and those that it resumes. */
  readonly chain: ReadonlySet<string>;
  /** The requirements that are met. */
  readonly met: ReadonlySet<string>;
  /** Of a renewal: the local day on which the certificate began that it renews (YYYY-MM-DD). */
  readonly since: string | null;
}

/** The open enrolments of persons on programs, locked, with all that decides. The same statements however many. */
export async function loadAsking(
  { tx, now }: CommandRun,
  personIds: readonly string[],
  programIds: readonly string[],
): Promise<Asking[]> {
  const enrolments = await lockOpenEnrolments(tx, personIds, programIds);
  if (enrolments.length === 0) return [];
  const rows = await tx.programVersion.findMany({
    where: { id: { in: [...new Set(enrolments.map(({ versionId }) => versionId))] } },
    select: contentSelect,
  });
  const versions = new Map(rows.map((row) => [row.id, { content: contentOf(row), requirements: requirementsOf(row) }]));
  const withContent = enrolments.flatMap((enrolment) => {
    const version = versions.get(enrolment.versionId);
    return version ? { ...enrolment, ...version } : [];
  });
  const counted = await loadCountedEvidence(tx, withContent, now);
  const resumed = await loadResumed(tx, enrolments);
  const begun = await lastBegun(tx, enrolments);
  const timeZone = await timeZoneOf(tx);
  return withContent.map(({ content, requirements, ...enrolment }) => {
    const facts = counted.get(enrolment.id) ?? [];
    const since = begun.get(`${enrolment.personId} ${enrolment.programId}`);
    return {
      enrolment,
      content,
      requirements,
      chain: new Set([enrolment.id, ...(resumed.get(enrolment.id) ?? [])]),
      met: new Set(facts.flatMap(({ status, requirementKeys }) => (status === "ACCEPTED" ? requirementKeys : []))),
      since: since ? dayOf(since, timeZone) : null,
    };
  });
}

function requirementsOf({ modules }: VersionRow): ReadonlyMap<string, Requirement> {
  return new Map(modules.flatMap(({ requirements }) => requirements.map((one) => [one.key, one])));
}

/** When the certificate began that each renewal renews, by person and program. */
async function lastBegun(
  tx: CommandRun["tx"],
  enrolments: readonly EnrolmentFacts[],
): Promise<ReadonlyMap<string, Date>> {
  const renewing = enrolments.filter(({ purpose }) => purpose === "RENEWAL");
  if (renewing.length === 0) return new Map();
  const rows = await tx.certificate.findMany({
    where: { OR: renewing.map(({ personId, programId }) => ({ personId, programId })), moduleKey: null },
    orderBy: { validFrom: "asc" },
    select: { personId: true, programId: true, validFrom: true },
  });
  return new Map(rows.map(({ personId, programId, validFrom }) => [`${personId} ${programId}`, validFrom]));
}
