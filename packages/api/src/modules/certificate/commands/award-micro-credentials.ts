import { randomBytes } from "node:crypto";
import type { Prisma } from "@kunna/database";
import {
  certificateNumber,
  type EvidenceFact,
  microCredentialPeriod,
  microCredentialsDue,
  type VersionContent,
} from "@kunna/domain";
import type { CommandRun } from "../../../command.ts";
import { type EnrolmentFacts, loadMicroCredentials, loadResumed } from "../../enrolment/index.ts";
import { loadAwardFacts } from "../certificate-store.ts";
import { signedCredential } from "../credential.ts";

/**
 * R5: awards the micro-credentials of the modules that are completed, in the caller's transaction, with the enrolment
 * locked. A module has one at a time: the next one only when the one before has gone stale (R10).
 * @param evidence what counts for the enrolment
 * @throws NothingLeftToAward
 */
export async function awardMicroCredentials(
  run: CommandRun,
  enrolment: EnrolmentFacts,
  content: VersionContent,
  evidence: readonly EvidenceFact[],
): Promise<void> {
  if (!content.modules.some(({ awardsCertificate }) => awardsCertificate)) return;
  const { tx, actor, now, services, emit } = run;
  const { id: enrolmentId, personId, programId, versionId } = enrolment;
  const resumed = (await loadResumed(tx, [enrolment])).get(enrolmentId) ?? [];
  const awarded = await loadMicroCredentials(tx, [...resumed, enrolmentId]);
  const due = microCredentialsDue(content, evidence, awarded, now);
  if (due.length === 0) return;

  const facts = await loadAwardFacts(tx, enrolment, now);
  for (const module of due) {
    const period = microCredentialPeriod(module, content.policy, now, facts.organisation.timeZone);
    const number = certificateNumber(randomBytes(12));
    const moduleKey = module.key;
    const input = { number, awardedAt: now, period, facts, moduleKey, stack: [] };
    const { id: certificateId } = await tx.certificate.create({
      data: {
        ...{ organisationId: actor.organisationId, number, personId, programId, versionId, enrolmentId, moduleKey },
        moduleRound: 1 + awarded.filter((one) => one.enrolmentId === enrolmentId && one.moduleKey === moduleKey).length,
        recipientName: facts.person.name,
        title: module.title,
        awardedAt: now,
        ...period,
        policy: content.policy as Prisma.InputJsonObject,
        credential: await signedCredential(tx, services, input),
      },
      select: { id: true },
    });
    emit({
      type: "MICRO_CREDENTIAL_AWARDED",
      ...{ personId, programId, versionId, enrolmentId, certificateId },
      facts: { number, moduleKey, validFrom: period.validFrom, expiresAt: period.expiresAt },
    });
  }
}
