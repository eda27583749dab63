import { isOfEmail, type VerificationResult } from "@kunna/credentials";
import { NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { managersOf } from "../../enrolment/index.ts";
import { insertCheck } from "../credential-store.ts";
import { awardByCredential, recogniseForPersons } from "../recognise.ts";
import { lockShowing } from "../recognition-store.ts";

/** A credential, when whoever asks may have it checked: read before it is fetched from anywhere. @throws NotPermitted, NotFound */
export const loadForCheck: Command<{ readonly credentialId: string }, { readonly document: object }> = async (
  { tx, actor },
  { credentialId },
) => {
  const row = await tx.outsideCredential.findUnique({
    where: { id: credentialId },
    select: { personId: true, content: true },
  });
  if (!row) throw new NotFound("outside credential");
  const { personId, content } = row;
  authorize(actor, "credential.check", { personId, managerIds: await managersOf(tx, personId) });
  if (typeof content !== "object" || content === null) throw new Error("A stored credential is no object.");
  return { document: content };
};

export interface RecheckOutsideCredential {
  readonly credentialId: string;
  readonly document: object;
  /** What was found just now, before any transaction. */
  readonly verification: VerificationResult;
}

/**
 * Records what a new verification found: what it no longer holds of counts for no award to come, and ends none (R12).
 * @throws NotPermitted, NotFound
 */
export const recheckOutsideCredential: Command<RecheckOutsideCredential, { credentialId: string }> = async (
  run,
  { credentialId, document, verification },
) => {
  const { tx, actor, now, emit } = run;
  const row = await tx.outsideCredential.findUnique({
    where: { id: credentialId },
    select: { personId: true, person: { select: { email: true } } },
  });
  if (!row) throw new NotFound("outside credential");
  const { personId, person } = row;
  authorize(actor, "credential.check", { personId, managerIds: await managersOf(tx, personId) });
  await lockShowing(tx, [personId]);
  const { verified, problems } = verification;
  const ofPerson = isOfEmail(document, person.email);
  const check = { organisationId: actor.organisationId, credentialId, checkedAt: now, checkedById: actor.personId };
  await insertCheck(tx, { ...check, verified, ofPerson, problems });
  emit({ type: "CREDENTIAL_CHECKED", personId, facts: { credentialId, verified, ofPerson } });
  await recogniseForPersons(run, [personId]);
  await awardByCredential(run, credentialId);
  return { credentialId };
};
