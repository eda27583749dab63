import { LmsFailed, LmsRosterNotOffered, NotFound } from "@kunna/domain";
import { ConnectorError } from "@kunna/lms-kit";
import { authorize } from "../../command.ts";
import { type ApiContext, actorOf } from "../../context.ts";
import { endRoster, keepRosterPage, recordHealth, runAsConnection } from "../lms/index.ts";

/** What reading a roster came to. */
export interface RosterReading {
  readonly courseId: string;
  /** How many are on it. */
  readonly members: number;
  /** How many are in the course now that were not before. */
  readonly added: number;
  /** How many were in it and are no longer. */
  readonly left: number;
}

/**
 * Reads who is in a course from its LMS (NRPS 2.0), a page at a time: each is kept before the next is asked for, so that a
 * roster of any length takes no more memory than a page. Who is not on it has left once all of it was read.
 * @throws NotPermitted, NotFound, LmsRosterNotOffered, LmsConnectionNotInUse, LmsFailed
 */
export async function readLmsRoster(context: ApiContext, courseId: string): Promise<RosterReading> {
  const { services } = context;
  const actor = actorOf(context);
  authorize(actor, "course.read", { courseIds: [courseId] });
  await context.reader?.end();
  const { organisationId } = actor;
  const course = await services.database.transact(organisationId, (tx) =>
    tx.lmsCourse.findUnique({ where: { id: courseId }, select: { connectionId: true, membershipsUrl: true } }),
  );
  if (!course) throw new NotFound("course");
  const { connectionId, membershipsUrl } = course;
  const place = { organisationId, connectionId };
  // Of a connection that is not in use, nothing is asked.
  await runAsConnection(services, place, async () => null);
  if (membershipsUrl === null) throw new LmsRosterNotOffered();
  const readAt = services.now();
  const found = { members: 0, added: 0 };
  try {
    for await (const members of services.lti.readRoster({ ...place, membershipsUrl })) {
      const { added } = await runAsConnection(services, place, ({ tx }, connection) =>
        keepRosterPage(tx, { connection, courseId, members, readAt }),
      );
      found.members += members.filter(({ active }) => active).length;
      found.added += added;
    }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const { code, message: sentence, retryAfter } = error;
    await services.database.transact(organisationId, (tx) =>
      recordHealth(tx, connectionId, { ok: false, code, sentence, retryAfter }, services.now()),
    );
    throw new LmsFailed(code, sentence);
  }
  const { left } = await runAsConnection(services, place, async ({ tx, now }) => {
    await recordHealth(tx, connectionId, { ok: true }, now);
    return endRoster(tx, { courseId, readAt });
  });
  return { courseId, ...found, left };
}
