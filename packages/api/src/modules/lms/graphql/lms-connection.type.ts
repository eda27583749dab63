import type { LmsConnection as LmsConnectionRow } from "@kunna/database";
import type { LmsConnectionStatus } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { actorOf } from "../../../context.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { RoleEnum } from "../../organisation/index.ts";
import { coursesWithin } from "../readable-courses.ts";

export const LmsConnectionStatusEnum = builder.enumType("LmsConnectionStatus", {
  description: "Whether a connection to an LMS is in use.",
  values: {
    PENDING: { description: "It waits for an administrator: nothing comes or goes by it." },
    ACTIVE: { description: "It is in use." },
    PAUSED: { description: "It is not in use until it is resumed." },
    REFUSED: { description: "An administrator refused it, for good." },
    RETIRED: { description: "It is out of use for good; what came by it stays." },
  } satisfies Record<LmsConnectionStatus, { description: string }>,
});

const health = {
  lastSuccessAt: true,
  failingSince: true,
  failures: true,
  restUntil: true,
  lastErrorAt: true,
  lastErrorCode: true,
  lastError: true,
} as const;

const LmsConnectionHealth = builder
  .objectRef<Pick<LmsConnectionRow, keyof typeof health>>("LmsConnectionHealth")
  .implement({
    description: "How a connection to an LMS is, by what was last done with it: a launch, a read, a push.",
    fields: (t) => ({
      ok: t.boolean({
        description: "Whether the last thing that was done went well. True where nothing was done yet.",
        resolve: ({ failingSince }) => failingSince === null,
      }),
      lastSuccessAt: t.expose("lastSuccessAt", {
        type: "DateTime",
        nullable: true,
        description: "When something last went well, to the minute; null: nothing has yet.",
      }),
      failingSince: t.expose("failingSince", {
        type: "DateTime",
        nullable: true,
        description: "Since when nothing has gone well; null: the last thing did.",
      }),
      failures: t.exposeInt("failures", { description: "How often it failed in a row." }),
      restUntil: t.expose("restUntil", {
        type: "DateTime",
        nullable: true,
        description: "Until when the LMS is left alone, because it failed in a row or asked for it; null: it is not.",
      }),
      lastErrorAt: t.expose("lastErrorAt", {
        type: "DateTime",
        nullable: true,
        description: "When it last failed; null: never.",
      }),
      lastErrorCode: t.exposeString("lastErrorCode", {
        nullable: true,
        description: "Why it last failed: stable, as in the list of codes.",
      }),
      lastError: t.exposeString("lastError", {
        nullable: true,
        description: "The same in a sentence that an administrator can act on.",
      }),
    }),
  });

builder.prismaNode("LmsConnection", {
  description:
    "A connection of the organisation to an LMS, by a connector (R3). An administrator approves it before anything comes by it. Retired, never deleted.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    connector: t.exposeString("connector", { description: "What connects it, such as lti or moodle." }),
    name: t.exposeString("name", { description: "As people know the LMS." }),
    status: t.expose("status", { type: LmsConnectionStatusEnum, description: "Whether it is in use." }),
    instructorRoles: t.expose("instructorRoles", {
      type: [RoleEnum],
      description: "What a course's instructors are to the members of their course when they come by it.",
    }),
    addsPeople: t.exposeBoolean("addsPeople", {
      description:
        "Whether whoever comes by it for the first time is added to the organisation; else an administrator says who it is.",
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was written down or asked for." }),
    createdBy: t.relation("createdBy", {
      description: "Who wrote it down, or made the link by which the LMS asked for it.",
    }),
    decidedAt: t.expose("decidedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was approved or refused; null: it waits.",
    }),
    decidedBy: t.relation("decidedBy", { nullable: true, description: "Who approved or refused it." }),
    retiredAt: t.expose("retiredAt", { type: "DateTime", nullable: true, description: "When it was retired." }),
    health: t.field({
      type: LmsConnectionHealth,
      description: "How it is.",
      select: health,
      resolve: (connection) => connection,
    }),
    courses: t.relatedConnection("courses", {
      cursor: "id",
      description: "The courses that somebody came from or whose members were read, in the order in which they came.",
      query: (_args, context) => ({ where: coursesWithin(actorOf(context)), orderBy: { id: "asc" } }),
      totalCount: true,
    }),
    unmatchedIdentities: t.relatedConnection("identities", {
      cursor: "id",
      description: "Who was first seen by it and waits for an administrator to say who they are, newest first.",
      query: { where: { personId: null }, orderBy: { id: "desc" } },
      totalCount: true,
    }),
  }),
});
nodeScope("LmsConnection", (context) => readable(context, "lms.read"));
