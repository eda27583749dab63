import type { LtiResourceLink, TenantTransaction } from "@kunna/database";
import { seenIsKnownFor } from "../lms/index.ts";
import type { FoundTarget } from "./target.ts";

/** A link in a course, as a launch tells of it. */
export interface TakenLink {
  readonly organisationId: string;
  readonly connectionId: string;
  readonly courseId: string;
  /** The link's id in the platform. */
  readonly externalId: string;
  readonly title: string;
  /** What it opens; null: what it is said to is not there; left out: it says nothing, and what was known stays. */
  readonly target?: FoundTarget | null;
  /** Its place in the gradebook; left out: the launch told none. */
  readonly lineItemUrl?: string;
}

/** Keeps a link as it is now. Gives the row. */
export async function upsertResourceLink(
  tx: TenantTransaction,
  { organisationId, connectionId, courseId, externalId, title, target, lineItemUrl }: TakenLink,
  now: Date,
): Promise<LtiResourceLink> {
  const given = {
    courseId,
    title,
    // A line item that was taken away stays known: a result that is on its way there is refused by the platform itself.
    ...(lineItemUrl === undefined ? {} : { lineItemUrl }),
    ...(target === undefined
      ? {}
      : {
          target: target?.target ?? null,
          programId: target?.programId ?? null,
          moduleKey: target?.moduleKey ?? null,
          requirementKey: target?.requirementKey ?? null,
        }),
  };
  const key = { connectionId_externalId: { connectionId, externalId } };
  const known = await tx.ltiResourceLink.findUnique({ where: key });
  const isSame =
    known &&
    now.getTime() - known.lastSeenAt.getTime() < seenIsKnownFor &&
    Object.entries(given).every(([name, value]) => known[name as keyof typeof given] === value);
  if (isSame) return known;
  return tx.ltiResourceLink.upsert({
    where: key,
    create: { organisationId, connectionId, externalId, ...given, firstSeenAt: now, lastSeenAt: now },
    update: { ...given, lastSeenAt: now },
  });
}
