import { Temporal } from "temporal-polyfill";
import type { DatedEvidenceFact, EvidenceFact } from "../enrolment/module-progress.ts";
import { progressOf } from "../enrolment/progress.ts";
import type { ProgramPolicy } from "../program/policy.ts";
import type { Module, VersionContent } from "../program/version.ts";
import { firstPeriod, type ValidityPeriod } from "./validity.ts";

/** A module's own certificate, as the rules see it. */
export interface MicroCredentialFact {
  readonly moduleKey: string;
  readonly validFrom: Date;
  /** From when it is stale; null: never. */
  readonly expiresAt: Date | null;
}

/** Of a version, which modules award, and what they ask for. */
export interface AwardingContent {
  readonly modules: readonly (Pick<Module, "key" | "awardsCertificate"> & {
    readonly requirements: readonly { readonly key: string }[];
  })[];
}

/**
 * R7, R10: the period of a module's micro-credential awarded at `awardedAt`: the module's own validity, else the
 * program's. It has no window and no grace: nobody renews it by itself.
 * @param timeZone IANA name
 * @throws NothingLeftToAward
 */
export function microCredentialPeriod(
  { validity }: Module,
  policy: ProgramPolicy,
  awardedAt: Date,
  timeZone: string,
): ValidityPeriod {
  const own = validity === null ? policy.validity : ({ kind: "DURATION", duration: validity } as const);
  const { validFrom, expiresAt } = firstPeriod({ ...policy, validity: own }, awardedAt, timeZone);
  return { validFrom, expiresAt, opensAt: null, graceEndsAt: null };
}

/** R10: whether a micro-credential is stale at an instant. */
export function isStale({ expiresAt }: MicroCredentialFact, at: Date): boolean {
  return expiresAt !== null && expiresAt <= at;
}

/** Of each module the newest micro-credential that has begun. */
export function newestMicroCredentials<Fact extends MicroCredentialFact>(
  microCredentials: readonly Fact[],
  at: Date,
): ReadonlyMap<string, Fact> {
  const newest = new Map<string, Fact>();
  for (const one of microCredentials) {
    const known = newest.get(one.moduleKey);
    if (one.validFrom <= at && (!known || known.validFrom < one.validFrom)) newest.set(one.moduleKey, one);
  }
  return newest;
}

/** R10: the modules of which the newest micro-credential is stale, with when that began: what a renewal asks for anew. */
export function staleModules(microCredentials: readonly MicroCredentialFact[], at: Date): ReadonlyMap<string, Date> {
  const newest = [...newestMicroCredentials(microCredentials, at).values()];
  return new Map(newest.filter((one) => isStale(one, at)).map(({ moduleKey, validFrom }) => [moduleKey, validFrom]));
}

/**
 * R10: a micro-credential is checked at award. Of a module whose newest one is stale only what was submitted after it
 * counts: so a stale module is open again, and the program's certificate waits for it.
 */
export function freshEvidence(
  { modules }: AwardingContent,
  evidence: readonly DatedEvidenceFact[],
  microCredentials: readonly MicroCredentialFact[],
  at: Date,
): EvidenceFact[] {
  const newest = newestMicroCredentials(microCredentials, at);
  const staleSince = new Map(
    modules.flatMap(({ key, awardsCertificate, requirements }) => {
      const known = newest.get(key);
      if (!awardsCertificate || !known || !isStale(known, at)) return [];
      return requirements.map((requirement) => [requirement.key, known.validFrom] as const);
    }),
  );
  if (staleSince.size === 0) return [...evidence];
  return evidence.map((one) => ({
    ...one,
    requirementKeys: one.requirementKeys.filter((key) => {
      const awarded = staleSince.get(key);
      return !awarded || one.submittedAt === null || one.submittedAt > awarded;
    }),
  }));
}

/**
 * R5: the modules that award a micro-credential now: completed (R4), and without a fresh one from this enrolment.
 * @param evidence what counts for the enrolment and is fresh
 * @param microCredentials what the enrolment, and those that it resumes, have awarded
 */
export function microCredentialsDue(
  content: VersionContent,
  evidence: readonly EvidenceFact[],
  microCredentials: readonly MicroCredentialFact[],
  at: Date,
): Module[] {
  const completed = new Set(
    progressOf(content, evidence)
      .modules.filter(({ state }) => state === "COMPLETED")
      .map(({ moduleKey }) => moduleKey),
  );
  const newest = newestMicroCredentials(microCredentials, at);
  return content.modules.filter(({ key, awardsCertificate }) => {
    const known = newest.get(key);
    return awardsCertificate && completed.has(key) && (!known || isStale(known, at));
  });
}

/** The micro-credentials that a program's certificate awarded at an instant stacks on: of its modules, the fresh ones. */
export function stackAt<Fact extends MicroCredentialFact>(
  moduleKeys: ReadonlySet<string>,
  microCredentials: readonly Fact[],
  awardedAt: Date,
): Fact[] {
  return [...newestMicroCredentials(microCredentials, awardedAt).values()].filter(
    (one) => moduleKeys.has(one.moduleKey) && !isStale(one, awardedAt),
  );
}

/** What the staleness of a micro-credential does, and does not: for a person, in English. */
export function stalenessEffect(microCredential: MicroCredentialFact, at: Date): string {
  if (microCredential.expiresAt === null) return "It never goes stale.";
  return isStale(microCredential, at)
    ? "It is stale. A certificate of the program that was awarded while it was fresh goes on; what the module asks for is asked anew before the next award or renewal."
    : "It is fresh. When it goes stale, no certificate ends by it; what the module asks for is asked anew before the next award or renewal.";
}

/** What a module's own validity means beside the program's, for a person, in English. Null where it awards nothing. */
export function validityEffect(
  { awardsCertificate, validity }: Pick<Module, "awardsCertificate" | "validity">,
  policy: ProgramPolicy,
): string | null {
  if (!awardsCertificate) return null;
  if (validity === null) return "Its micro-credential is fresh for as long as the program's certificate holds.";
  const rest =
    "It is checked when the program's certificate is awarded, and asked for anew if it is stale then. Later it ends no certificate: its staleness is shown, and the module is asked for at the renewal.";
  return isShorter(validity, policy)
    ? `Its micro-credential is fresh for ${validity}, which is shorter than the program's certificate holds. ${rest}`
    : `Its micro-credential is fresh for ${validity}. ${rest}`;
}

function isShorter(validity: string, { validity: program }: ProgramPolicy): boolean {
  if (program.kind !== "DURATION") return program.kind === "NONE";
  const relativeTo = Temporal.PlainDate.from("2027-01-01");
  return Temporal.Duration.compare(validity, program.duration, { relativeTo }) < 0;
}
