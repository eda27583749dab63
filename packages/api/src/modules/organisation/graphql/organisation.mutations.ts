import { SecretShownOnce } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { createPerson } from "../commands/create-person.ts";
import { issueAccessToken } from "../commands/issue-access-token.ts";
import { setLocale } from "../commands/set-locale.ts";
import { RoleEnum } from "./organisation.type.ts";

const IssuedAccessToken = builder.simpleObject("IssuedAccessToken", {
  description: "A new bearer token. The token is shown this once and never again.",
  fields: (t) => ({
    token: t.string({ description: "Send it as `Authorization: Bearer <token>`." }),
    expiresAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "From when it is no good; null: until revoked.",
    }),
  }),
});

const IssueAccessTokenInput = builder.inputType("IssueAccessTokenInput", {
  description: "For whom a token is issued, and for how long.",
  fields: (t) => ({
    personId: t.id({ required: true, description: "Who will act by it." }),
    label: t.string({
      required: true,
      description: "What it is for, as shown in lists.",
      validate: z.string().trim().min(1).max(100),
    }),
    expiresAt: t.field({ type: "DateTime", description: "From when it is no good; left out: until revoked." }),
  }),
});

const CreatePersonInput = builder.inputType("CreatePersonInput", {
  description: "A new person of the organisation.",
  fields: (t) => ({
    name: t.string({
      required: true,
      description: "Full name, as shown on certificates.",
      validate: z.string().trim().min(1).max(200),
    }),
    email: t.string({ required: true, description: "Unique in the organisation.", validate: z.email().max(320) }),
    roles: t.field({ type: [RoleEnum], required: true, description: "What the person may do." }),
  }),
});

const SetLocaleInput = builder.inputType("SetLocaleInput", {
  description: "In which language you are written to.",
  fields: (t) => ({
    locale: t.string({
      description: "BCP 47 tag, such as sv or en-GB; left out: the organisation's. Mails are in Swedish or English.",
      validate: z
        .string()
        .max(35)
        .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/, "This is no BCP 47 language tag."),
    }),
  }),
});

builder.mutationFields((t) => ({
  setLocale: t.prismaField({
    type: "Person",
    description: "Sets in which language you are written to.",
    errors: {},
    args: { input: t.arg({ type: SetLocaleInput, required: true, description: "The language." }) },
    resolve: async (query, _root, { input }, context) => {
      const { personId } = await runCommand(context, setLocale, { locale: input.locale ?? null });
      return readerOf(context).person.findUniqueOrThrow({ ...query, where: { id: personId } });
    },
  }),
  createPerson: t.prismaField({
    type: "Person",
    description: "Adds a person to the organisation. For administrators.",
    errors: {},
    args: { input: t.arg({ type: CreatePersonInput, required: true, description: "The person." }) },
    resolve: async (query, _root, { input }, context) => {
      const { personId } = await runCommand(context, createPerson, input);
      return readerOf(context).person.findUniqueOrThrow({ ...query, where: { id: personId } });
    },
  }),
  issueAccessToken: t.field({
    type: IssuedAccessToken,
    description: "Issues a bearer token for a person. For administrators.",
    errors: { types: [SecretShownOnce] },
    args: { input: t.arg({ type: IssueAccessTokenInput, required: true, description: "For whom, and for how long." }) },
    resolve: (_root, { input }, context) =>
      runCommand(
        context,
        issueAccessToken,
        {
          personId: rowId("Person", input.personId, "personId"),
          label: input.label,
          expiresAt: input.expiresAt ?? null,
        },
        { secretOutput: true },
      ),
  }),
}));
