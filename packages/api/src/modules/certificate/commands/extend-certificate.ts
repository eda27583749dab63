import { extension, NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { timeZoneOf } from "../../../time-zone.ts";
import { loadCertificationFacts, lockCertification } from "../../certification/index.ts";

export interface ExtendCertificate {
  readonly certificateId: string;
  /** YYYY-MM-DD, counted whole in the organisation's zone. */
  readonly lastDay: string;
  readonly reason: string;
}

/** Gives a certificate a later expiry, from now on; its baseline stays (R7). @throws NotPermitted, NotFound, ExtensionRefused */
export const extendCertificate: Command<ExtendCertificate, { certificateId: string }> = async (
  { tx, actor, now, emit },
  { certificateId, lastDay, reason },
) => {
  const found = await tx.certificate.findUnique({
    where: { id: certificateId },
    select: { personId: true, programId: true, versionId: true, enrolmentId: true },
  });
  if (!found) throw new NotFound("certificate");
  const { personId, programId } = found;
  authorize(actor, "certificate.extend", { personId });
  await lockCertification(tx, { personId, programId });
  const { certificates } = await loadCertificationFacts(tx, personId, programId);
  const certificate = certificates.find(({ id }) => id === certificateId);
  if (!certificate) throw new NotFound("certificate");
  const timeZone = await timeZoneOf(tx);

  const granted = extension(certificate, certificates, { policy: certificate.policy, lastDay, now, timeZone });
  const { expiresAt, graceEndsAt } = granted;
  await tx.certificateExtension.create({
    data: {
      organisationId: actor.organisationId,
      certificateId,
      grantedAt: now,
      grantedById: actor.personId,
      expiresAt,
      graceEndsAt,
      reason,
    },
    select: { id: true },
  });
  emit({ type: "CERTIFICATE_EXTENDED", ...found, certificateId, facts: { expiresAt, graceEndsAt } });
  return { certificateId };
};
