import type { LmsConnection, LtiResourceLink } from "@kunna/database";
import { type LtiCourseRole, membershipOf, targetOfCustom } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import type { Services } from "../../services.ts";
import {
  createSession,
  recordHealth,
  runAsConnection,
  upsertCourse,
  upsertIdentity,
  upsertMember,
} from "../lms/index.ts";
import { upsertResourceLink } from "./resource-link-store.ts";
import { findTarget } from "./target.ts";

/** A launch that was verified, as far as it is kept. */
export interface VerifiedLtiLaunch {
  readonly organisationId: string;
  readonly connectionId: string;
  readonly issuer: string;
  readonly user: { readonly subject: string; readonly name?: string; readonly email?: string };
  /** BCP 47 language tag. */
  readonly locale?: string;
  /** Null: it was from no course. */
  readonly course: {
    readonly id: string;
    readonly title?: string;
    readonly membershipsUrl?: string;
    readonly lineItemsUrl?: string;
  } | null;
  /** What the person is in the course. */
  readonly courseRoles: readonly LtiCourseRole[];
  /** Null: no link of a course was opened. */
  readonly link: { readonly id: string; readonly title?: string; readonly lineItemUrl?: string } | null;
  readonly custom: Readonly<Record<string, string>>;
  /** Null: links are not asked for. */
  readonly deepLinking: DeepLinkRequest | null;
}

/** What a deep linking answer needs (DL 2.0, 4.4): kept with the session. */
export interface DeepLinkRequest {
  readonly deploymentId: string;
  readonly returnUrl: string;
  readonly acceptTypes: readonly string[];
  readonly acceptMultiple: boolean;
  readonly acceptLineItem: boolean;
  /** The platform's own, given back as it came. */
  readonly data?: string;
}

/** What a launch became. UNMATCHED: nobody has said who the person is here; they stand in the list of those who wait. */
export type LtiSession =
  | { readonly kind: "UNMATCHED"; readonly identityId: string; readonly locale: string }
  | {
      readonly kind: "SESSION";
      readonly token: string;
      readonly expiresAt: Date;
      readonly isInstructor: boolean;
      readonly isDeepLinking: boolean;
      /** What is opened; null: nothing was chosen yet. */
      readonly opens:
        | (Pick<LtiResourceLink, "programId" | "moduleKey" | "requirementKey"> & {
            readonly target: NonNullable<LtiResourceLink["target"]>;
          })
        | null;
      readonly connectionName: string;
      /** The person's language, as the LMS says; else the organisation's. */
      readonly locale: string;
    };

/**
 * Makes of a launch a session for exactly its person, organisation, course and role (R3, and who a person is: by issuer and
 * subject, never by an e-mail address alone). A learner is not enrolled by it: the page offers that, where the program lets.
 * @throws NotFound, LmsConnectionNotInUse; then nothing was written
 */
export function openLtiSession(services: Services, launch: VerifiedLtiLaunch): Promise<LtiSession> {
  return runAsConnection(services, launch, (run, connection) => open(run, connection, launch));
}

async function open(run: CommandRun, connection: LmsConnection, launch: VerifiedLtiLaunch): Promise<LtiSession> {
  const { tx, now } = run;
  const { organisationId, id: connectionId } = connection;
  const { issuer, user, course, deepLinking } = launch;
  const { locale: ownLocale } = await tx.organisation.findUniqueOrThrow({
    where: { id: organisationId },
    select: { locale: true },
  });
  const locale = launch.locale ?? ownLocale;
  const told = { issuer, ...user, ...(launch.locale === undefined ? {} : { locale: launch.locale }) };
  const { identityId, personId } = await upsertIdentity(run, connection, told);
  await recordHealth(tx, connectionId, { ok: true }, now);
  // Who has no name here yet is in no course either.
  if (personId === null) return { kind: "UNMATCHED", identityId, locale };

  const memberRoles = membershipOf(launch.courseRoles);
  const courseId = course && (await keepCourse(run, connection, course));
  if (courseId !== null)
    await upsertMember(tx, { organisationId, courseId, identityId, roles: memberRoles, active: true }, now);
  const opened = await openedBy(run, launch, { organisationId, connectionId, courseId });
  // Links are chosen by who teaches there, whatever the platform lets others begin.
  const isInstructor = memberRoles.includes("INSTRUCTOR");
  const asked = isInstructor ? deepLinking : null;
  const { token, expiresAt } = await createSession(tx, {
    connection,
    personId,
    courseId,
    linkId: opened.linkId,
    memberRoles,
    deepLinking: asked,
    now,
  });
  return {
    kind: "SESSION",
    token,
    expiresAt,
    isInstructor,
    isDeepLinking: asked !== null,
    opens: opened.opens,
    connectionName: connection.name,
    locale,
  };
}

async function keepCourse(
  { tx, now }: CommandRun,
  connection: LmsConnection,
  { id: externalId, ...course }: NonNullable<VerifiedLtiLaunch["course"]>,
): Promise<string> {
  const { courseId } = await upsertCourse(tx, connection, { externalId, ...course }, now);
  return courseId;
}

type Opens = Extract<LtiSession, { kind: "SESSION" }>["opens"];

async function openedBy(
  { tx, now }: CommandRun,
  { custom, link }: VerifiedLtiLaunch,
  place: { readonly organisationId: string; readonly connectionId: string; readonly courseId: string | null },
): Promise<{ readonly linkId: string | null; readonly opens: Opens }> {
  const said = targetOfCustom(custom);
  const found = said && (await findTarget(tx, said));
  const target = found && "problem" in found ? null : found;
  if (!link || place.courseId === null) return { linkId: null, opens: target };
  const {
    id,
    target: known,
    ...rest
  } = await upsertResourceLink(
    tx,
    {
      ...place,
      courseId: place.courseId,
      externalId: link.id,
      title: link.title ?? "",
      ...(said ? { target } : {}),
      ...(link.lineItemUrl === undefined ? {} : { lineItemUrl: link.lineItemUrl }),
    },
    now,
  );
  return { linkId: id, opens: known && { target: known, ...rest } };
}
