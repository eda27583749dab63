import { registrationLinkLife } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { newRegistrationToken } from "../registration-link-store.ts";

/** Makes the address that one LMS registers itself by, once, within a week. It is told once, here. @throws NotPermitted */
export const createLtiRegistrationLink: Command<object, { linkId: string; url: string; expiresAt: Date }> = async ({
  tx,
  actor,
  now,
  services,
  emit,
}) => {
  authorize(actor, "lms.edit");
  const { organisationId, personId: createdById } = actor;
  const { token, tokenHash } = newRegistrationToken();
  const expiresAt = new Date(now.getTime() + registrationLinkLife);
  const { id: linkId } = await tx.ltiRegistrationLink.create({
    data: { organisationId, createdById, tokenHash, createdAt: now, expiresAt },
    select: { id: true },
  });
  emit({ type: "LTI_REGISTRATION_LINK_CREATED", facts: { linkId, expiresAt: expiresAt.toISOString() } });
  return { linkId, url: `${services.publicUrl}/lti/register?token=${token}`, expiresAt };
};
