import type { LmsFactOutcome } from "@kunna/database";
import { ConnectorLacksCapability, LmsConnectionNotInUse, LmsFailed } from "@kunna/domain";
import type { Connector, ConnectorField } from "@kunna/lms-kit";
import { builder } from "../../../builder.ts";
import { authorize } from "../../../command.ts";
import { actorOf, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { previewSync, type SyncPreview } from "../preview.ts";
import { LmsFactKindEnum, LmsFactOutcomeEnum } from "./lms-facts.type.ts";

type Language = "en" | "sv";
const inLanguage = <T>(of: T, language: Language) => ({ of, language });

const LmsConnectorField = builder
  .objectRef<{ readonly of: ConnectorField; readonly language: Language }>("LmsConnectorField")
  .implement({
    description: "What is asked for to connect an LMS.",
    fields: (t) => ({
      key: t.string({ description: "What it is given by.", resolve: ({ of }) => of.key }),
      label: t.string({
        description: "As a page asks for it, in the reader's language.",
        resolve: ({ of, language }) => of.label[language],
      }),
      help: t.string({
        nullable: true,
        description: "What it is and where it is found, in the reader's language.",
        resolve: ({ of, language }) => of.help?.[language] ?? null,
      }),
      secret: t.boolean({ description: "Kept encrypted, and never shown again.", resolve: ({ of }) => of.secret }),
      required: t.boolean({ description: "Whether it must be given.", resolve: ({ of }) => of.required }),
    }),
  });

const LmsConnector = builder
  .objectRef<{ readonly of: Connector; readonly language: Language }>("LmsConnector")
  .implement({
    description: "A kind of LMS that this installation can connect.",
    fields: (t) => ({
      key: t.string({ description: "Its stable name.", resolve: ({ of }) => of.key }),
      title: t.string({ description: "What the LMS is called.", resolve: ({ of }) => of.title }),
      capabilities: t.stringList({
        description: "What it can do: IDENTIFY, ROSTER, FACTS, INBOUND or PUSH.",
        resolve: ({ of }) => [...of.capabilities],
      }),
      fields: t.field({
        type: [LmsConnectorField],
        description: "What is asked for.",
        resolve: ({ of, language }) => of.fields.map((field) => inLanguage(field, language)),
      }),
    }),
  });

const LmsOutcomeCount = builder
  .objectRef<{ readonly outcome: LmsFactOutcome; readonly count: number }>("LmsOutcomeCount")
  .implement({
    description: "Of how many facts something would become.",
    fields: (t) => ({
      outcome: t.expose("outcome", { type: LmsFactOutcomeEnum, description: "What would become of them." }),
      count: t.exposeInt("count", { description: "How many facts that is." }),
    }),
  });

const LmsFactPreview = builder.objectRef<SyncPreview["facts"][number]>("LmsFactPreview").implement({
  description: "A fact as it would be.",
  fields: (t) => ({
    issuer: t.exposeString("issuer", { description: "Which installation of the LMS says so." }),
    subject: t.exposeString("subject", { description: "The person's id there." }),
    kind: t.expose("kind", { type: LmsFactKindEnum, description: "What it says." }),
    courseId: t.exposeString("courseId", { description: "The course's id in the LMS." }),
    activityId: t.string({
      nullable: true,
      description: "The activity's id in the LMS; null: the course as a whole.",
      resolve: ({ activityId }) => activityId || null,
    }),
    occurredAt: t.expose("occurredAt", { type: "DateTime", description: "When it happened, as the LMS says." }),
    outcome: t.expose("outcome", { type: LmsFactOutcomeEnum, description: "What would become of it." }),
  }),
});

const LmsSyncPreview = builder.objectRef<SyncPreview>("LmsSyncPreview").implement({
  description: "What reading an LMS now would write. Nothing of it was.",
  fields: (t) => ({
    told: t.exposeInt("told", { description: "How many facts the LMS has next." }),
    known: t.exposeInt("known", { description: "How many of these are known already." }),
    outcomes: t.field({
      type: [LmsOutcomeCount],
      description: "What would become of the others.",
      resolve: ({ outcomes }) =>
        Object.entries(outcomes).map(([outcome, count]) => ({ outcome: outcome as LmsFactOutcome, count })),
    }),
    awards: t.exposeInt("awards", { description: "How many certificates and micro-credentials would be awarded." }),
    more: t.exposeBoolean("more", { description: "Whether the LMS has further facts after these." }),
    facts: t.field({
      type: [LmsFactPreview],
      description: "The first 20 of those that would be new.",
      resolve: ({ facts }) => [...facts],
    }),
  }),
});

builder.queryFields((t) => ({
  lmsConnectors: t.field({
    type: [LmsConnector],
    description: "The kinds of LMSs that can be connected by what is typed in, beside those that register by LTI.",
    authScopes: { may: "lms.read" },
    resolve: async (_root, _args, context) => {
      const { personId } = actorOf(context);
      const { locale, organisation } = await readerOf(context).person.findUniqueOrThrow({
        where: { id: personId },
        select: { locale: true, organisation: { select: { locale: true } } },
      });
      const language: Language = (locale ?? organisation.locale).startsWith("sv") ? "sv" : "en";
      return [...context.services.connectors.values()].map((connector) => inLanguage(connector, language));
    },
  }),
  lmsSyncPreview: t.field({
    type: LmsSyncPreview,
    description:
      "What reading the facts of an LMS now would write: the next page is read from it and decided on, and nothing is kept.",
    authScopes: { may: "lms.read" },
    complexity: 100,
    errors: { types: [LmsConnectionNotInUse, ConnectorLacksCapability, LmsFailed] },
    args: { connectionId: t.arg.id({ required: true, description: "The connection to the LMS." }) },
    resolve: async (_root, args, context) => {
      const actor = actorOf(context);
      authorize(actor, "lms.read");
      const connectionId = rowId("LmsConnection", args.connectionId, "connectionId");
      // What is tried is tried in transactions of its own: the embedded database has one connection.
      await context.reader?.end();
      return previewSync(context.services, { organisationId: actor.organisationId, connectionId });
    },
  }),
}));
