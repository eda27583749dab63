import { randomBytes } from "node:crypto";
import type { Prisma } from "@kunna/database";
import {
  certificateNumber,
  firstPeriod,
  type ProgramPolicy,
  programPolicySchema,
  renewalPeriod,
  type ValidityPeriod,
} from "@kunna/domain";
import type { CommandRun } from "../../../command.ts";
import { type EnrolmentFacts, endEnrolment } from "../../enrolment/index.ts";
import { pinRenewalPath, spendCredits } from "../../renewal/index.ts";
import { type AwardFacts, loadAwardFacts, loadStack } from "../certificate-store.ts";
import { signedCredential } from "../credential.ts";
import type { RenewalFacts } from "../renewal.ts";

/** R5: awards the first certificate of a certification. @throws NothingLeftToAward */
export async function awardFirst(run: CommandRun, enrolment: EnrolmentFacts): Promise<{ certificateId: string }> {
  const facts = await loadAwardFacts(run.tx, enrolment, run.now);
  const policy = programPolicySchema.parse(facts.version.policy);
  const period = firstPeriod(policy, run.now, facts.organisation.timeZone);
  return award(run, enrolment, facts, { policy, period, previousId: null });
}

/** R9: awards the certificate that follows on another. @throws RenewalNotOpen, NothingLaterToRenewTo */
export async function awardRenewal(
  run: CommandRun,
  enrolment: EnrolmentFacts,
  { renewal, row, previousId, cycle, completion }: RenewalFacts,
): Promise<{ certificateId: string }> {
  const period = renewalPeriod(renewal);
  const facts = await loadAwardFacts(run.tx, enrolment, run.now);
  await pinRenewalPath(run, enrolment, completion);
  const awarded = await award(run, enrolment, facts, { policy: renewal.next, period, previousId });
  await spendCredits(run, enrolment, awarded.certificateId, completion);
  const { personId, programId, versionId, id: enrolmentId } = enrolment;
  run.emit({
    type: "CERTIFICATION_RENEWED",
    personId,
    programId,
    versionId,
    enrolmentId,
    certificateId: awarded.certificateId,
    facts: { row, cycle, previousId, completedAt: renewal.completedAt },
  });
  return awarded;
}

interface Award {
  /** Pinned for the cycle that begins (R7). */
  readonly policy: ProgramPolicy;
  readonly period: ValidityPeriod;
  readonly previousId: string | null;
}

/** Writes the certificate. Its credential is signed here, so that there is no certificate without one. */
async function award(
  { tx, actor, now, services, emit }: CommandRun,
  enrolment: EnrolmentFacts,
  facts: AwardFacts,
  { policy, period, previousId }: Award,
): Promise<{ certificateId: string }> {
  const { id: enrolmentId, personId, programId, versionId } = enrolment;
  const number = certificateNumber(randomBytes(12));
  const stack = await loadStack(tx, enrolment, facts, now);
  const { id: certificateId } = await tx.certificate.create({
    data: {
      organisationId: actor.organisationId,
      number,
      personId,
      programId,
      versionId,
      enrolmentId,
      previousId,
      recipientName: facts.person.name,
      title: facts.version.title,
      awardedAt: now,
      ...period,
      policy: policy as Prisma.InputJsonObject,
      credential: await signedCredential(tx, services, {
        number,
        awardedAt: now,
        period,
        facts,
        moduleKey: null,
        stack,
      }),
    },
    select: { id: true },
  });
  await endEnrolment(tx, enrolmentId, "COMPLETED", now);
  const about = { personId, programId, versionId, enrolmentId };
  emit({ type: "ENROLMENT_COMPLETED", ...about, facts: {} });
  emit({
    type: "CERTIFICATE_AWARDED",
    ...about,
    certificateId,
    facts: { number, validFrom: period.validFrom, expiresAt: period.expiresAt },
  });
  return { certificateId };
}
