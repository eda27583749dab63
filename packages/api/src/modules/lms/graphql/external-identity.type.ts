import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";

builder.prismaNode("ExternalIdentity", {
  description:
    "A person as an LMS knows them: issuer and subject name exactly one, for good. An e-mail address alone says of nobody who they are.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    connection: t.relation("connection", { description: "By which it was first seen." }),
    issuer: t.exposeString("issuer", { description: "Which installation of an LMS says so." }),
    subject: t.exposeString("subject", { description: "The person's id there." }),
    name: t.exposeString("name", { nullable: true, description: "As the LMS last told it; null: it told none." }),
    email: t.exposeString("email", { nullable: true, description: "As the LMS last told it; null: it told none." }),
    locale: t.exposeString("locale", { nullable: true, description: "BCP 47 tag, as the LMS last told it." }),
    firstSeenAt: t.expose("firstSeenAt", { type: "DateTime", description: "When it was first seen." }),
    lastSeenAt: t.expose("lastSeenAt", { type: "DateTime", description: "When it was last seen, to the minute." }),
    person: t.relation("person", { nullable: true, description: "Who it is; null: nobody has said so yet." }),
    confirmedAt: t.expose("confirmedAt", {
      type: "DateTime",
      nullable: true,
      description: "Since when that is known; null: it is not.",
    }),
    confirmedBy: t.relation("confirmedBy", {
      nullable: true,
      description: "The administrator who said so; null: the person was added for it.",
    }),
  }),
});
nodeScope("ExternalIdentity", (context) => readable(context, "lms.read"));
