import { isReachableAddress, type roles } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { actorOf } from "../../../context.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { personsWithin, readable, teamsWithin } from "../../../scope.ts";

export const RoleEnum = builder.enumType("Role", {
  description: "What a person may do; the permission table says what each includes.",
  values: {
    LEARNER: { description: "Enrols, learns and puts evidence forward." },
    REVIEWER: { description: "Reviews the evidence of others, and may observe their work." },
    MANAGER: { description: "Leads teams: sees, enrols and observes their members." },
    PROGRAM_OWNER: { description: "Drafts, publishes and retires programs." },
    ADMIN: { description: "Adds persons, issues tokens and imports frameworks." },
  } satisfies Record<(typeof roles)[number], { description: string }>,
});

builder.prismaNode("Organisation", {
  description: "The tenant: everything that you can see belongs to it.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    key: t.exposeString("key", { description: "Stable and unique in the installation." }),
    name: t.exposeString("name", { description: "As shown on certificates." }),
    timeZone: t.exposeString("timeZone", { description: "IANA zone in which all its dates are counted (R7)." }),
    locale: t.exposeString("locale", { description: "BCP 47 tag of the language of its pages." }),
  }),
});
nodeScope("Organisation", (context) => ({ id: actorOf(context).organisationId }));

export const Person = builder.prismaNode("Person", {
  description: "A human in the organisation.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString("name", { description: "Full name, as shown on certificates." }),
    email: t.string({
      nullable: true,
      description:
        "Null unless it is your own, or your roles let you read all persons. Null too where none is known: an LMS told none.",
      select: { id: true, email: true },
      resolve: ({ id, email }, _args, context) => {
        const actor = actorOf(context);
        const mayRead = id === actor.personId || Object.keys(personsWithin(actor, "person.read")).length === 0;
        return mayRead && isReachableAddress(email) ? email : null;
      },
    }),
    roles: t.expose("roles", { type: [RoleEnum], description: "What the person may do." }),
    enrolments: t.relatedConnection("enrolments", {
      cursor: "id",
      description: "The person's enrolments, newest first.",
      query: (_args, context) => ({ where: readable(context, "enrolment.read"), orderBy: { id: "desc" } }),
      totalCount: true,
    }),
    certificates: t.relatedConnection("certificates", {
      cursor: "id",
      description: "The person's certificates, newest first.",
      query: (_args, context) => ({
        where: { moduleKey: null, AND: [readable(context, "certificate.read")] },
        orderBy: { id: "desc" },
      }),
      totalCount: true,
    }),
  }),
});
nodeScope("Person", (context) => personsWithin(actorOf(context), "person.read"));

builder.prismaNode("Team", {
  description: "Persons under a manager.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    key: t.exposeString("key", { description: "Stable and unique in the organisation." }),
    name: t.exposeString("name", { description: "As people call it." }),
    manager: t.relation("manager", { description: "Who leads it." }),
    members: t.field({
      type: [Person],
      description: "Who is in it.",
      select: (_args, _context, nestedSelection) => ({
        members: { select: { person: nestedSelection() }, orderBy: { personId: "asc" } },
      }),
      resolve: ({ members }) => members.map(({ person }) => person),
    }),
  }),
});
nodeScope("Team", (context) => teamsWithin(actorOf(context)));
