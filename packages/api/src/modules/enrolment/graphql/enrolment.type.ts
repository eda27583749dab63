import { type enrolmentPurposes, type enrolmentSources, type enrolmentStatuses, isOverdue } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { CertificationType } from "../../certification/index.ts";
import { Person } from "../../organisation/index.ts";

export const EnrolmentStatusEnum = builder.enumType("EnrolmentStatus", {
  description:
    "ACTIVE until its last requirement is met (COMPLETED), it is given up (WITHDRAWN), or it goes on on a later version (MOVED).",
  values: {
    ACTIVE: { description: "It goes on: evidence can be put forward." },
    COMPLETED: { description: "Its last requirement is met, and its certificate is awarded." },
    WITHDRAWN: { description: "Given up; its history is kept." },
    MOVED: { description: "It goes on in `resumedBy`, on a later version (R10); its history is kept." },
  } satisfies Record<(typeof enrolmentStatuses)[number], { description: string }>,
});

const EnrolmentPurposeEnum = builder.enumType("EnrolmentPurpose", {
  description: "Towards a first certificate, or the next one.",
  values: {
    INITIAL: { description: "Towards the first certificate." },
    RENEWAL: { description: "Towards the next one: a renewal, or a reinstatement after a lapse or a revocation (R9)." },
  } satisfies Record<(typeof enrolmentPurposes)[number], { description: string }>,
});

const EnrolmentSourceEnum = builder.enumType("EnrolmentSource", {
  description: "How somebody came to be enrolled.",
  values: {
    SELF: { description: "By themselves." },
    ASSIGNED: { description: "By whoever assigned it." },
    APPROVAL: { description: "By asking, and being approved." },
    RULE: { description: "By a rule for their team or role." },
  } satisfies Record<(typeof enrolmentSources)[number], { description: string }>,
});

export const Enrolment = builder.prismaNode("Enrolment", {
  description: "A person on a program version.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    purpose: t.expose("purpose", {
      type: EnrolmentPurposeEnum,
      description: "Towards a first certificate, or the next one.",
    }),
    status: t.expose("status", { type: EnrolmentStatusEnum, description: "Whether it goes on." }),
    enrolledAt: t.expose("enrolledAt", { type: "DateTime", description: "Since when." }),
    endedAt: t.expose("endedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was completed, withdrawn or moved.",
    }),
    source: t.expose("source", { type: EnrolmentSourceEnum, description: "How they came to be enrolled." }),
    required: t.exposeBoolean("required", {
      description: "Whether somebody asks for it: assigned, or by a rule that still holds for the person.",
    }),
    dueAt: t.expose("dueAt", {
      type: "DateTime",
      nullable: true,
      description:
        "Due before this instant: the start of the day after the last one, in the organisation's zone. Null: no due date.",
    }),
    baselineDueAt: t.expose("baselineDueAt", {
      type: "DateTime",
      nullable: true,
      description: "The due date as it was when it was enrolled: an extension moves `dueAt` and leaves this.",
    }),
    overdue: t.boolean({
      description: "Whether it goes on after its due date, which never ends anything by itself.",
      select: { status: true, dueAt: true },
      resolve: (enrolment, _args, { services }) => isOverdue(enrolment, services.now()),
    }),
    rule: t.relation("rule", { nullable: true, description: "The rule that it is by." }),
    approvalAwaitedAt: t.expose("approvalAwaitedAt", {
      type: "DateTime",
      nullable: true,
      description:
        "Since when its award waits for an approver, or waited for the one who approved it (R5); null: for none.",
    }),
    approvalDeclinedAt: t.expose("approvalDeclinedAt", {
      type: "DateTime",
      nullable: true,
      description: "When an approver last declined its award; the decision says why (R5). Null: never.",
    }),
    extensionRequests: t.relatedConnection("extensionRequests", {
      cursor: "id",
      description: "Requests for a later due date, newest first: the history of the date.",
      query: { orderBy: { id: "desc" } },
      totalCount: true,
    }),
    resumes: t.relation("resumes", {
      nullable: true,
      description: "The withdrawn or moved enrolment that it goes on with: what was shown there counts here.",
    }),
    resumedBy: t.relation("resumedBy", { nullable: true, description: "The enrolment that goes on with it." }),
    person: t.relation("person", { description: "The learner." }),
    enrolledBy: t.relation("enrolledBy", { description: "Who enrolled them." }),
    trainers: t.field({
      type: [Person],
      description:
        "Who is recorded as having trained the learner for it: they may be kept from reviewing and deciding.",
      select: (_args, _context, nestedSelection) => ({
        trainers: { select: { person: nestedSelection() }, orderBy: { personId: "asc" } },
      }),
      resolve: ({ trainers }) => trainers.map(({ person }) => person),
    }),
    program: t.relation("program", { description: "The program enrolled on." }),
    version: t.relation("version", {
      description: "On which version of it: that one counts, whatever is published later.",
    }),
    certification: t.field({
      type: CertificationType,
      description: "The learner's standing in the program through time.",
      select: { personId: true, programId: true },
      resolve: ({ personId, programId }) => ({ personId, programId }),
    }),
    evidence: t.relatedConnection("evidence", {
      cursor: "id",
      description: "What was put forward, newest first.",
      query: (_args, context) => ({ where: readable(context, "evidence.read"), orderBy: { id: "desc" } }),
      totalCount: true,
    }),
  }),
});
nodeScope("Enrolment", (context) => readable(context, "enrolment.read"));
