import { isOfEmail } from "@kunna/credentials";
import { NotFound, Refusal } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { findSame, insertCheck, insertCredential } from "../credential-store.ts";
import type { ReadCredential } from "../read-outside.ts";
import { recogniseForPersons } from "../recognise.ts";
import { lockShowing } from "../recognition-store.ts";

/** What was read, or why nothing could be: before any transaction. */
export interface AddOutsideCredential {
  readonly read: ReadCredential | Refusal;
}

/**
 * Adds one's own credential from outside, with what its verification found, and recognises by it what the mappings say (R12).
 * The same content again adds nothing.
 * @throws NotPermitted, OutsideDocumentUnavailable, CredentialNotReadable
 */
export const addOutsideCredential: Command<AddOutsideCredential, { credentialId: string }> = async (run, { read }) => {
  const { tx, actor, now, emit } = run;
  const { organisationId, personId } = actor;
  authorize(actor, "credential.add", { personId });
  if (read instanceof Refusal) throw read;
  await lockShowing(tx, [personId]);
  const same = await findSame(tx, personId, read);
  if (same) return { credentialId: same.id };

  const person = await tx.person.findUnique({ where: { id: personId }, select: { email: true } });
  if (!person) throw new NotFound("person");
  const credentialId = await insertCredential(tx, { organisationId, personId, now }, read);
  const { verified, problems } = read.verification;
  const ofPerson = isOfEmail(read.document, person.email);
  const check = { organisationId, credentialId, checkedAt: now, checkedById: personId };
  await insertCheck(tx, { ...check, verified, ofPerson, problems });
  emit({ type: "CREDENTIAL_ADDED", personId, facts: { credentialId, verified, ofPerson } });
  await recogniseForPersons(run, [personId]);
  return { credentialId };
};
