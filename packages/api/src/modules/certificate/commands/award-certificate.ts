import { randomBytes } from "node:crypto";
import type { Prisma } from "@kunna/database";
import { certificateNumber, firstPeriod, programPolicySchema } from "@kunna/domain";
import type { CommandRun } from "../../../command.ts";
import { type EnrolmentFacts, endEnrolment } from "../../enrolment/index.ts";
import { loadAwardFacts } from "../certificate-store.ts";
import { signedCredential } from "../credential.ts";

/**
 * R5: awards the certificate of an enrolment of which the last requirement is met, in the caller's transaction, with the
 * enrolment locked. Its credential is signed here, so that there is no certificate without one. No mutation of its own:
 * nobody awards by hand.
 * @throws NothingLeftToAward
 */
export async function awardCertificate(
  { tx, actor, now, services, emit }: CommandRun,
  enrolment: EnrolmentFacts,
): Promise<{ certificateId: string }> {
  const { organisationId } = actor;
  const { id: enrolmentId, personId, programId, versionId } = enrolment;
  const facts = await loadAwardFacts(tx, enrolment);
  const policy = programPolicySchema.parse(facts.version.policy);
  const period = firstPeriod(policy, now, facts.organisation.timeZone);
  const number = certificateNumber(randomBytes(12));
  const credential = await signedCredential(tx, services, { number, awardedAt: now, period, facts });

  const { id: certificateId } = await tx.certificate.create({
    data: {
      organisationId,
      number,
      personId,
      programId,
      versionId,
      enrolmentId,
      recipientName: facts.person.name,
      title: facts.version.title,
      awardedAt: now,
      ...period,
      policy: policy as Prisma.InputJsonObject,
      credential,
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
