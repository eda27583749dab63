import {
  actorOfToken,
  approveLmsConnection,
  type ConnectionPlace,
  type CourseOfLms,
  createSession,
  hashOfToken,
  type IdentityOfLms,
  type KnownIdentity,
  requestConnection,
  runAsConnection,
  runCommandAs,
  upsertCourse,
  upsertIdentity,
  upsertMember,
} from "@kunna/api";
import type { Actor, LmsMemberRole } from "@kunna/domain";
import type { Suite } from "./suite.test.support.ts";

export const issuer = "https://lms.example.org";

/** A connection that waits for an administrator. */
export async function requestedConnection({ server, actors, clock }: Suite, admin: Actor = actors.admin) {
  const { organisationId, personId: createdById } = admin;
  const { connectionId } = await server.services.database.transact(organisationId, (tx) =>
    requestConnection(tx, { organisationId, connector: "lti", name: "Campus", createdById, now: clock.now() }),
  );
  return { organisationId, connectionId };
}

/** A connection in use, whose instructors review. */
export async function connectionInUseBy(
  suite: Suite,
  { admin = suite.actors.admin, addsPeople = true }: { readonly admin?: Actor; readonly addsPeople?: boolean } = {},
): Promise<ConnectionPlace> {
  const place = await requestedConnection(suite, admin);
  const approval = { connectionId: place.connectionId, instructorRoles: ["REVIEWER"] as const, addsPeople };
  await runCommandAs(suite.server.services, admin, approveLmsConnection, approval);
  return place;
}

export interface Launch {
  readonly identity: Omit<IdentityOfLms, "issuer"> & { readonly issuer?: string };
  /** Null: none is named. */
  readonly course: CourseOfLms | null;
  readonly roles: readonly LmsMemberRole[];
}

export interface Launched extends KnownIdentity {
  readonly courseId: string | null;
  /** Null: nobody has said who they are. */
  readonly token: string | null;
}

/** What a launch does, but for its protocol. */
export function launch(
  { server }: Suite,
  place: ConnectionPlace,
  { identity, course, roles }: Launch,
): Promise<Launched> {
  return runAsConnection(server.services, place, async (run, connection) => {
    const { tx, now } = run;
    const known = await upsertIdentity(run, connection, { issuer, ...identity });
    const courseId = course ? (await upsertCourse(tx, connection, course, now)).courseId : null;
    const { organisationId } = place;
    if (courseId !== null)
      await upsertMember(tx, { organisationId, courseId, identityId: known.identityId, roles, active: true }, now);
    if (known.personId === null) return { ...known, courseId, token: null };
    const session = { connection, personId: known.personId, courseId, linkId: null, memberRoles: roles, now };
    return { ...known, courseId, token: (await createSession(tx, session)).token };
  });
}

/** Whom a token stands for now. */
export function actorOf({ server }: Suite, token: string | null): Promise<Actor | null> {
  const { database, now } = server.services;
  return actorOfToken(database, token ?? "", now());
}

/** Lets somebody whom the organisation has come from a course. Gives them as they act then, and the token's hash. */
export async function comesFrom(
  suite: Suite,
  place: ConnectionPlace,
  person: Actor,
  course: string | null,
  roles: readonly LmsMemberRole[],
): Promise<Launched & { readonly actor: Actor; readonly tokenHash: string }> {
  const { database, now } = suite.server.services;
  const { organisationId, connectionId } = place;
  const identity = { issuer, subject: person.personId };
  // As an administrator would have matched them.
  await database.transact(organisationId, async (tx) => {
    const key = { organisationId_issuer_subject: { organisationId, ...identity } };
    const seen = {
      firstSeenAt: now(),
      lastSeenAt: now(),
      confirmedAt: now(),
      confirmedById: suite.actors.admin.personId,
    };
    const create = { organisationId, connectionId, personId: person.personId, ...identity, ...seen };
    await tx.externalIdentity.upsert({ where: key, create, update: {} });
  });
  const launched = await launch(suite, place, {
    identity: { ...identity, name: "As the LMS has it" },
    course: course === null ? null : { externalId: course, title: course },
    roles,
  });
  const actor = await actorOf(suite, launched.token);
  if (!actor || launched.token === null) throw new Error("The session stands for nobody.");
  return { ...launched, actor, tokenHash: hashOfToken(launched.token) };
}
