import type { LmsFactOutcome } from "@kunna/database";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { inboundUrl } from "../receive.ts";

export const LmsFactKindEnum = builder.enumType("LmsFactKind", {
  description: "What an LMS says of a person.",
  values: {
    COMPLETION: { description: "An activity or a course was completed, or that was undone." },
    GRADE: { description: "A result was given, changed or taken back." },
  },
});

export const LmsFactOutcomeEnum = builder.enumType("LmsFactOutcome", {
  description: "What has become of what an LMS said.",
  values: {
    COUNTED: { description: "It was accepted as evidence, or says again what was." },
    CORRECTION: {
      description: "It says otherwise of one that counted: that evidence stays as it was, and it has to be looked at.",
    },
    PERSON_UNKNOWN: { description: "It waits until it is said who the person is." },
    NOT_MAPPED: { description: "It waits until its activity is mapped to a requirement." },
    NOT_ENROLLED: { description: "It waits until the person is enrolled on a program that asks for it." },
    NOT_MET: { description: "It is no completion or no passing result, or a newer word about the same has come." },
    TOO_OLD: { description: "The work is older than the requirement's freshness (R3)." },
  } satisfies Record<LmsFactOutcome, { description: string }>,
});

const LmsPushStatusEnum = builder.enumType("LmsPushStatus", {
  description: "What has become of a result on its way to an LMS.",
  values: {
    PENDING: { description: "It is on its way, or waits to be tried again." },
    DONE: { description: "The LMS has it, or there is nothing to show yet." },
    SUPERSEDED: { description: "The LMS has a newer result, and keeps it." },
    DEAD: { description: "It was given up. It can be sent again." },
  },
});

builder.prismaNode("LmsActivityMapping", {
  description:
    "For which requirement an activity of an LMS counts. Ended, never changed or deleted: a change is a new one.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    connection: t.relation("connection", { description: "The connection to the LMS." }),
    courseId: t.exposeString("courseId", { description: "The course's id in the LMS." }),
    activityId: t.string({
      nullable: true,
      description: "The activity's id in the LMS; null: the course as a whole.",
      select: { activityId: true },
      resolve: ({ activityId }) => activityId || null,
    }),
    program: t.relation("program", { description: "The program whose requirement it is." }),
    requirementKey: t.exposeString("requirementKey", { description: "The requirement's stable key." }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "Since when it counts." }),
    createdBy: t.relation("createdBy", { description: "Who recorded it." }),
    endedAt: t.expose("endedAt", {
      type: "DateTime",
      nullable: true,
      description: "Until when it counted; null: it does.",
    }),
    endedBy: t.relation("endedBy", { nullable: true, description: "Who ended it." }),
  }),
});
nodeScope("LmsActivityMapping", (context) => readable(context, "lms.read"));

builder.prismaNode("LmsFact", {
  description:
    "What an LMS said about a person, with its provenance (R3). Never changed but for what has become of it: another word of the LMS is another fact.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    connection: t.relation("connection", { description: "By which connection it came." }),
    issuer: t.exposeString("issuer", { description: "Which installation of the LMS says so." }),
    subject: t.exposeString("subject", { description: "The person's id there." }),
    kind: t.expose("kind", { type: LmsFactKindEnum, description: "What it says." }),
    courseId: t.exposeString("courseId", { description: "The course's id in the LMS." }),
    activityId: t.string({
      nullable: true,
      description: "The activity's id in the LMS; null: the course as a whole.",
      select: { activityId: true },
      resolve: ({ activityId }) => activityId || null,
    }),
    recordId: t.exposeString("recordId", { description: "The record in the LMS that says so." }),
    rule: t.exposeString("rule", {
      nullable: true,
      description: "By what rule the LMS came to it, in its own words.",
    }),
    occurredAt: t.expose("occurredAt", { type: "DateTime", description: "When it happened, as the LMS says." }),
    completed: t.boolean({
      description: "Whether it says that it is completed: false where a completion was undone, and of a GRADE.",
      select: { completed: true },
      resolve: ({ completed }) => completed ?? false,
    }),
    score: t.exposeFloat("score", {
      nullable: true,
      description: "Of a GRADE: the points; null: they were taken back.",
    }),
    maximum: t.exposeFloat("maximum", { nullable: true, description: "Of a GRADE: the most points." }),
    receivedAt: t.expose("receivedAt", { type: "DateTime", description: "When it came." }),
    outcome: t.expose("outcome", { type: LmsFactOutcomeEnum, description: "What has become of it." }),
    evidence: t.relation("evidence", {
      nullable: true,
      description: "The evidence that it became, or that it corrects or says again.",
    }),
  }),
});
nodeScope("LmsFact", (context) => readable(context, "lms.read"));

builder.prismaNode("LmsPush", {
  description: "A result on its way to an LMS: the newest of one person for one place there.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    connection: t.relation("connection", { description: "The connection to the LMS." }),
    person: t.relation("person", { description: "Whose result it is." }),
    target: t.exposeString("target", { description: "Where it goes, such as a line item's URL." }),
    share: t.exposeFloat("share", { description: "The share that is met, 0 to 1 (R4)." }),
    completed: t.exposeBoolean("completed", { description: "Whether all of it is." }),
    at: t.expose("at", { type: "DateTime", description: "When this became true." }),
    status: t.expose("status", { type: LmsPushStatusEnum, description: "What has become of it." }),
    attempts: t.exposeInt("attempts", { description: "How often it was tried." }),
    nextAttemptAt: t.expose("nextAttemptAt", {
      type: "DateTime",
      nullable: true,
      description: "When it is tried next; null: not any more.",
    }),
    lastErrorCode: t.exposeString("lastErrorCode", {
      nullable: true,
      description: "Why the last attempt failed: stable; null: it did not.",
    }),
    lastError: t.exposeString("lastError", {
      nullable: true,
      description: "The same in a sentence that an administrator can act on.",
    }),
    settledAt: t.expose("settledAt", {
      type: "DateTime",
      nullable: true,
      description: "When the LMS had it, or it was given up.",
    }),
  }),
});
nodeScope("LmsPush", (context) => readable(context, "lms.read"));

builder.prismaObjectFields("LmsConnection", (t) => ({
  inboundUrl: t.string({
    nullable: true,
    description: "Where the LMS posts what comes about there; null: its connector takes no messages.",
    select: { id: true, connector: true },
    resolve: ({ id, connector }, _args, { services }) =>
      services.connectors.get(connector)?.capabilities.includes("INBOUND") ? inboundUrl(services, id) : null,
  }),
  mappings: t.relatedConnection("mappings", {
    cursor: "id",
    description: "For what its activities count, and counted, newest first.",
    args: { inForce: t.arg.boolean({ description: "Only those that are in force, or only those that ended." }) },
    query: ({ inForce }) => ({
      ...(inForce === true ? { where: { endedAt: null } } : {}),
      ...(inForce === false ? { where: { NOT: { endedAt: null } } } : {}),
      orderBy: { id: "desc" },
    }),
    totalCount: true,
  }),
  facts: t.relatedConnection("facts", {
    cursor: "id",
    description: "What came by it, newest first, with what has become of it.",
    args: {
      outcome: t.arg({ type: LmsFactOutcomeEnum, description: "Only those of which this has become." }),
      courseId: t.arg.string({ description: "Only those of this course, by its id in the LMS." }),
      activityId: t.arg.string({ description: "Only those of this activity, by its id in the LMS." }),
    },
    query: ({ outcome, courseId, activityId }) => ({
      where: {
        ...(outcome ? { outcome } : {}),
        ...(typeof courseId === "string" ? { courseId } : {}),
        ...(typeof activityId === "string" ? { activityId } : {}),
      },
      orderBy: { id: "desc" },
    }),
    totalCount: true,
  }),
  pushes: t.relatedConnection("pushes", {
    cursor: "id",
    description: "The results on their way by it, newest first.",
    args: { status: t.arg({ type: LmsPushStatusEnum, description: "Only those in this status." }) },
    query: ({ status }) => ({ ...(status ? { where: { status } } : {}), orderBy: { id: "desc" } }),
    totalCount: true,
  }),
}));
