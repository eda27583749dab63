import { isOfCourse, type LmsMemberRole } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { actorOf } from "../../../context.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { Enrolment } from "../../enrolment/index.ts";
import { Person } from "../../organisation/index.ts";
import { coursesWithin, membersWithin } from "../readable-courses.ts";

const LmsMemberRoleEnum = builder.enumType("LmsMemberRole", {
  description: "What somebody is in a course of an LMS.",
  values: {
    LEARNER: { description: "They learn there." },
    INSTRUCTOR: { description: "They teach there." },
  } satisfies Record<LmsMemberRole, { description: string }>,
});

/** How many enrolments of one member are shown: more than anybody works on. */
const enrolmentsShown = 50;

builder.prismaObject("LmsMember", {
  description: "Somebody in a course of an LMS, as a launch or the roster said.",
  fields: (t) => ({
    name: t.string({
      nullable: true,
      description: "As the LMS last told it; null: it told none.",
      select: { identity: { select: { name: true } } },
      resolve: ({ identity }) => identity.name,
    }),
    roles: t.expose("roles", { type: [LmsMemberRoleEnum], description: "What they are there." }),
    active: t.exposeBoolean("active", { description: "Whether they are in the course now." }),
    lastSeenAt: t.expose("lastSeenAt", {
      type: "DateTime",
      description: "When a launch or the roster last said so, to the minute.",
    }),
    person: t.field({
      type: Person,
      nullable: true,
      description:
        "Who they are here. Null: they have not come yet, an administrator has yet to say who they are, or you came from the course and they have left it.",
      select: (_args, _context, nestedSelection) => ({
        active: true,
        identity: { select: { person: nestedSelection() } },
      }),
      resolve: ({ active, identity: { person } }, _args, context) =>
        active || !isOfCourse(actorOf(context), "person.read") ? person : null,
    }),
    enrolments: t.field({
      type: [Enrolment],
      description: "What they are enrolled on here, of what you may read, newest first; at most 50.",
      complexity: { field: 1, multiplier: 5 },
      select: (_args, context, nestedSelection) => ({
        identity: {
          select: {
            person: {
              select: {
                enrolments: {
                  ...nestedSelection({}),
                  where: readable(context, "enrolment.read"),
                  orderBy: { id: "desc" as const },
                  take: enrolmentsShown,
                },
              },
            },
          },
        },
      }),
      resolve: ({ identity: { person } }) => person?.enrolments ?? [],
    }),
  }),
});

builder.prismaNode("LmsCourse", {
  description: "A course of an LMS: in LTI, a context.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    externalId: t.exposeString("externalId", { description: "The course's id in the LMS." }),
    title: t.exposeString("title", { description: "As the LMS last told it." }),
    rosterReadAt: t.expose("rosterReadAt", {
      type: "DateTime",
      nullable: true,
      description: "When its members were last read as a whole; null: only who came from it is known.",
    }),
    lastSeenAt: t.expose("lastSeenAt", {
      type: "DateTime",
      description: "When somebody last came from it, to the minute.",
    }),
    members: t.relatedConnection("members", {
      cursor: "courseId_identityId",
      description: "Who is or was in it, in the order in which they were first seen. For a learner, themselves.",
      query: (_args, context) => ({
        where: membersWithin(actorOf(context)),
        orderBy: { identityId: "asc" },
      }),
      totalCount: true,
    }),
  }),
});
nodeScope("LmsCourse", (context) => coursesWithin(actorOf(context)));
