import { type ExternalIdentity, type LmsConnection, uuidv7 } from "@kunna/database";
import { isReachableAddress, placeholderAddress } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { changePerson, findPeople, insertPeople } from "../organisation/index.ts";
import { seenIsKnownFor } from "./course-store.ts";

/** A person as an LMS tells of them. Issuer and subject name exactly one, for good; an e-mail address never does. */
export interface IdentityOfLms {
  readonly issuer: string;
  readonly subject: string;
  readonly name?: string;
  readonly email?: string;
  /** BCP 47 language tag. */
  readonly locale?: string;
}

/** Who somebody in an LMS is here. */
export interface KnownIdentity {
  readonly identityId: string;
  /** Null: nobody has said so yet. */
  readonly personId: string | null;
}

type Run = Pick<CommandRun, "tx" | "now" | "emit">;
type Connection = Pick<LmsConnection, "id" | "organisationId" | "addsPeople">;

/** Who an issuer's subject is; null: they have never been seen. */
export async function personOfIdentity(
  tx: Run["tx"],
  organisationId: string,
  { issuer, subject }: Pick<IdentityOfLms, "issuer" | "subject">,
): Promise<KnownIdentity | null> {
  const found = await tx.externalIdentity.findUnique({
    where: { organisationId_issuer_subject: { organisationId, issuer, subject } },
    select: { id: true, personId: true },
  });
  return found && { identityId: found.id, personId: found.personId };
}

/**
 * Keeps a person as an LMS tells of them, who came by a connection that is in use. Somebody who is unknown is added to the
 * organisation where the connection adds people and nobody there has their e-mail address; else they wait for an
 * administrator, for an address alone says of nobody who they are.
 */
export async function upsertIdentity(run: Run, connection: Connection, told: IdentityOfLms): Promise<KnownIdentity> {
  const known = await keepIdentity(run, connection, told);
  if (known.personId !== null) {
    if (known.confirmedById === null) await followNames(run, known.personId, known);
    return { identityId: known.id, personId: known.personId };
  }
  const personId = connection.addsPeople ? await addPerson(run, connection, known) : null;
  if (personId !== null) {
    await run.tx.externalIdentity.update({
      where: { id: known.id },
      data: { personId, confirmedAt: run.now },
      select: { id: true },
    });
    run.emit({ type: "IDENTITY_MATCHED", personId, facts: { identityId: known.id, connectionId: connection.id } });
  }
  return { identityId: known.id, personId };
}

async function keepIdentity(
  { tx, now }: Run,
  { id: connectionId, organisationId }: Connection,
  { issuer, subject, ...rest }: IdentityOfLms,
): Promise<ExternalIdentity> {
  const { name, locale } = rest;
  const email = rest.email?.trim().toLowerCase();
  const given = { ...(name ? { name } : {}), ...(email ? { email } : {}), ...(locale ? { locale } : {}) };
  const key = { organisationId_issuer_subject: { organisationId, issuer, subject } };
  const known = await tx.externalIdentity.findUnique({ where: key });
  if (!known)
    return tx.externalIdentity.create({
      data: { organisationId, connectionId, issuer, subject, ...given, firstSeenAt: now, lastSeenAt: now },
    });
  const isSame =
    now.getTime() - known.lastSeenAt.getTime() < seenIsKnownFor &&
    Object.entries(given).every(([field, value]) => known[field as keyof typeof given] === value);
  return isSame ? known : tx.externalIdentity.update({ where: key, data: { ...given, lastSeenAt: now } });
}

/** Adds the person; null when another has their address. */
async function addPerson({ tx, now, emit }: Run, { organisationId }: Connection, identity: ExternalIdentity) {
  const { email, name, subject } = identity;
  if (email !== null && (await findPeople(tx, [email])).size > 0) return null;
  const id = uuidv7();
  const person = { id, name: name ?? subject, email: email ?? placeholderAddress(id), roles: ["LEARNER"] as const };
  await insertPeople(tx, organisationId, [person], now);
  emit({ type: "PERSON_CREATED", personId: id, facts: { roles: person.roles } });
  return id;
}

/** Whoever was added for what an LMS told is called as it tells now, and has the address that it did not tell before. */
async function followNames({ tx, emit }: Run, personId: string, { name, email }: ExternalIdentity): Promise<void> {
  const person = await tx.person.findUniqueOrThrow({
    where: { id: personId },
    select: { name: true, email: true, roles: true },
  });
  const isNewName = name !== null && name !== person.name;
  const isNewEmail = email !== null && !isReachableAddress(person.email) && (await findPeople(tx, [email])).size === 0;
  if (!isNewName && !isNewEmail) return;
  await changePerson(tx, personId, { ...(isNewName ? { name } : {}), ...(isNewEmail ? { email } : {}) });
  emit({ type: "PERSON_CHANGED", personId, facts: { roles: person.roles } });
}
