import { ConnectorUnknown, LmsMappingRefused } from "@kunna/domain";
import type { ConnectorHealth } from "@kunna/lms-kit";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { authorize, runCommand } from "../../../command.ts";
import { actorOf, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { checkConnection } from "../check-connection.ts";
import { createLmsConnection } from "../commands/create-lms-connection.ts";
import { endLmsActivityMapping } from "../commands/end-lms-activity-mapping.ts";
import { mapLmsActivity } from "../commands/map-lms-activity.ts";
import { retryLmsPush } from "../commands/retry-lms-push.ts";

const name = z.string().trim().min(1).max(200);
const id = z.string().min(1).max(1_024);
const fields = z.array(z.object({ key: z.string().max(100), value: z.string().max(10_000) })).max(50);

const LmsFieldInput = builder.inputType("LmsFieldInput", {
  description: "What is given for a field of a connector.",
  fields: (t) => ({
    key: t.string({ required: true, description: "The field's key." }),
    value: t.string({ required: true, description: "What is given for it." }),
  }),
});

const CreateLmsConnectionInput = builder.inputType("CreateLmsConnectionInput", {
  description: "An LMS to connect, by a connector of `lmsConnectors`.",
  fields: (t) => ({
    connector: t.string({ required: true, description: "The connector's key." }),
    name: t.string({ required: true, description: "As people know the LMS.", validate: name }),
    settings: t.field({
      type: [LmsFieldInput],
      required: true,
      description: "By the connector's fields that are not secret.",
      validate: fields,
    }),
    secrets: t.field({
      type: [LmsFieldInput],
      required: true,
      description: "By the connector's secret fields. Kept encrypted, and never shown again.",
      validate: fields,
    }),
  }),
});

const MapLmsActivityInput = builder.inputType("MapLmsActivityInput", {
  description: "An activity of an LMS, and the requirement that it counts for.",
  fields: (t) => ({
    connectionId: t.id({ required: true, description: "The connection to the LMS." }),
    courseId: t.string({ required: true, description: "The course's id in the LMS.", validate: id }),
    activityId: t.string({
      description: "The activity's id in the LMS; left out: the course as a whole.",
      validate: id,
    }),
    programId: t.id({ required: true, description: "The program." }),
    requirementKey: t.string({
      required: true,
      description: "A requirement of the program's newest published version: an LMS_ACTIVITY or an ASSESSMENT.",
    }),
  }),
});

const LmsCheck = builder.objectRef<ConnectorHealth["checks"][number]>("LmsCheck").implement({
  description: "One thing that was tried with an LMS.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "What was tried." }),
    ok: t.exposeBoolean("ok", { description: "Whether it is as it should be." }),
    detail: t.exposeString("detail", { description: "What was found or, where it is not ok, what can be done." }),
  }),
});

const LmsConnectionCheck = builder.objectRef<ConnectorHealth>("LmsConnectionCheck").implement({
  description: "How a connection is that was just tried.",
  fields: (t) => ({
    ok: t.exposeBoolean("ok", { description: "Whether all is as it should be." }),
    checks: t.field({ type: [LmsCheck], description: "What was tried.", resolve: ({ checks }) => [...checks] }),
  }),
});

const byKey = (given: readonly { readonly key: string; readonly value: string }[]) =>
  Object.fromEntries(given.map(({ key, value }) => [key, value]));

builder.mutationFields((t) => ({
  createLmsConnection: t.prismaField({
    type: "LmsConnection",
    description:
      "Connects an LMS by a connector: it is in use at once, and its facts are read from now on. `checkLmsConnection` says whether it works. For administrators.",
    errors: { types: [ConnectorUnknown] },
    args: { input: t.arg({ type: CreateLmsConnectionInput, required: true, description: "Which LMS, and how." }) },
    resolve: async (query, _root, { input }, context) => {
      const { connectionId } = await runCommand(context, createLmsConnection, {
        connector: input.connector,
        name: input.name,
        settings: byKey(input.settings),
        secrets: byKey(input.secrets),
      });
      return readerOf(context).lmsConnection.findUniqueOrThrow({ ...query, where: { id: connectionId } });
    },
  }),
  checkLmsConnection: t.field({
    type: LmsConnectionCheck,
    description: "Tries a connection to an LMS from end to end, and changes nothing there. For administrators.",
    errors: { types: [ConnectorUnknown] },
    args: { connectionId: t.arg.id({ required: true, description: "The connection to the LMS." }) },
    resolve: async (_root, args, context) => {
      const actor = actorOf(context);
      authorize(actor, "lms.edit");
      const connectionId = rowId("LmsConnection", args.connectionId, "connectionId");
      await context.reader?.end();
      return checkConnection(context.services, { organisationId: actor.organisationId, connectionId });
    },
  }),
  mapLmsActivity: t.prismaField({
    type: "LmsActivityMapping",
    description:
      "Records for which requirement an activity of an LMS counts from now on; what was told before is looked at again before long. What would be: the connection's `facts` of that activity. The same again does nothing. For administrators and program owners.",
    errors: { types: [LmsMappingRefused] },
    args: { input: t.arg({ type: MapLmsActivityInput, required: true, description: "What counts for what." }) },
    resolve: async (query, _root, { input }, context) => {
      const { mappingId } = await runCommand(context, mapLmsActivity, {
        connectionId: rowId("LmsConnection", input.connectionId, "input.connectionId"),
        courseId: input.courseId,
        activityId: input.activityId ?? "",
        programId: rowId("Program", input.programId, "input.programId"),
        requirementKey: input.requirementKey,
      });
      return readerOf(context).lmsActivityMapping.findUniqueOrThrow({ ...query, where: { id: mappingId } });
    },
  }),
  endLmsActivityMapping: t.prismaField({
    type: "LmsActivityMapping",
    description:
      "Ends a mapping: nothing that is told from now on counts by it, and what counted stays. For administrators and program owners.",
    errors: {},
    args: { mappingId: t.arg.id({ required: true, description: "The mapping." }) },
    resolve: async (query, _root, args, context) => {
      const { mappingId } = await runCommand(context, endLmsActivityMapping, {
        mappingId: rowId("LmsActivityMapping", args.mappingId, "mappingId"),
      });
      return readerOf(context).lmsActivityMapping.findUniqueOrThrow({ ...query, where: { id: mappingId } });
    },
  }),
  retryLmsPush: t.prismaField({
    type: "LmsPush",
    description: "Sends a result to its LMS again now, whatever has become of it. For administrators.",
    errors: {},
    args: { pushId: t.arg.id({ required: true, description: "The result." }) },
    resolve: async (query, _root, args, context) => {
      const { pushId } = await runCommand(context, retryLmsPush, { pushId: rowId("LmsPush", args.pushId, "pushId") });
      return readerOf(context).lmsPush.findUniqueOrThrow({ ...query, where: { id: pushId } });
    },
  }),
}));
