import { builder } from "../../../builder.ts";
import { readerOf } from "../../../context.ts";
import { RoleEnum } from "../../organisation/index.ts";
import "./lms-course.type.ts";

const LmsSessionConnection = builder
  .objectRef<{ readonly name: string; readonly connector: string }>("LmsSessionConnection")
  .implement({
    description: "The connection to the LMS that one came by, as far as everybody who comes by it may know it.",
    fields: (t) => ({
      name: t.exposeString("name", { description: "As people know the LMS." }),
      connector: t.exposeString("connector", { description: "What connects it, such as lti." }),
    }),
  });

builder.prismaObject("LmsSession", {
  description:
    "What a launch from an LMS became: you, in these roles, in this course, whatever roles you have besides.",
  fields: (t) => ({
    connection: t.field({
      type: LmsSessionConnection,
      description: "The connection that you came by.",
      select: { connection: { select: { name: true, connector: true } } },
      resolve: ({ connection }) => connection,
    }),
    course: t.relation("course", {
      nullable: true,
      description: "The course that you came from; null: the launch named none.",
    }),
    roles: t.expose("roles", { type: [RoleEnum], description: "The roles that you act in." }),
    deepLinking: t.boolean({
      description: "Whether the LMS waits for you to choose what a new link in the course opens.",
      select: { deepLinking: true },
      resolve: ({ deepLinking }) => deepLinking !== null,
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When you came." }),
    expiresAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "Until when your token is good: then come again from the LMS.",
      select: { accessToken: { select: { expiresAt: true } } },
      resolve: ({ accessToken }) => accessToken.expiresAt,
    }),
  }),
});

builder.queryFields((t) => ({
  lmsSession: t.prismaField({
    type: "LmsSession",
    nullable: true,
    description: "What your token was launched for from an LMS; null for any other token.",
    authScopes: { signedIn: true },
    resolve: (query, _root, _args, context) => {
      const { tokenHash } = context;
      if (tokenHash === null) return null;
      const hash = new Uint8Array(Buffer.from(tokenHash, "base64"));
      return readerOf(context).lmsSession.findFirst({ ...query, where: { accessToken: { tokenHash: hash } } });
    },
  }),
}));
