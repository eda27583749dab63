import { InvalidInput, instructorRoles, LmsConnectionInOtherState, type Role } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { type Command, runCommand } from "../../../command.ts";
import { type ApiContext, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { RoleEnum } from "../../organisation/index.ts";
import { approveLmsConnection, type OfLmsConnection, refuseLmsConnection } from "../commands/decide-lms-connection.ts";
import { pauseLmsConnection, resumeLmsConnection, retireLmsConnection } from "../commands/lms-connection-status.ts";
import { matchExternalIdentity } from "../commands/match-external-identity.ts";

const ApproveLmsConnectionInput = builder.inputType("ApproveLmsConnectionInput", {
  description: "A connection that waits, and what those who come by it are here.",
  fields: (t) => ({
    connectionId: t.id({ required: true, description: "The connection to the LMS." }),
    instructorRoles: t.field({
      type: [RoleEnum],
      required: true,
      description:
        "What a course's instructors are to the members of their course: REVIEWER, or none, by which they see only what is their own.",
    }),
    addsPeople: t.boolean({
      required: true,
      description:
        "Whether whoever comes by it for the first time is added to the organisation. Somebody who has an e-mail address that a person of the organisation has waits for you in any case.",
    }),
  }),
});

const connectionArgument = { required: true, description: "The connection to the LMS." } as const;

function found(context: ApiContext, query: object, id: string) {
  return readerOf(context).lmsConnection.findUniqueOrThrow({ ...query, where: { id } });
}

/** Does a step of a connection's life, and gives the connection as it is then. */
function step(command: Command<OfLmsConnection, OfLmsConnection>) {
  return async (query: object, _root: unknown, args: { readonly connectionId: string }, context: ApiContext) => {
    const given = { connectionId: rowId("LmsConnection", args.connectionId, "connectionId") };
    const { connectionId } = await runCommand<OfLmsConnection, { connectionId: string }>(context, command, given);
    return found(context, query, connectionId);
  };
}

builder.mutationFields((t) => ({
  approveLmsConnection: t.prismaField({
    type: "LmsConnection",
    description: "Takes a connection to an LMS into use that waits: from now on people come by it. For administrators.",
    errors: { types: [LmsConnectionInOtherState] },
    args: {
      input: t.arg({ type: ApproveLmsConnectionInput, required: true, description: "Which, and on what terms." }),
    },
    resolve: async (query, _root, { input }, context) => {
      const { connectionId } = await runCommand(context, approveLmsConnection, {
        connectionId: rowId("LmsConnection", input.connectionId, "input.connectionId"),
        instructorRoles: readInstructorRoles(input.instructorRoles),
        addsPeople: input.addsPeople,
      });
      return found(context, query, connectionId);
    },
  }),
  refuseLmsConnection: t.prismaField({
    type: "LmsConnection",
    description: "Refuses a connection to an LMS that waits, for good: nothing comes by it. For administrators.",
    errors: { types: [LmsConnectionInOtherState] },
    args: { connectionId: t.arg.id(connectionArgument) },
    resolve: step(refuseLmsConnection),
  }),
  pauseLmsConnection: t.prismaField({
    type: "LmsConnection",
    description:
      "Lets nothing come or go by a connection to an LMS until it is resumed; the sessions of those who came by it end. For administrators.",
    errors: { types: [LmsConnectionInOtherState] },
    args: { connectionId: t.arg.id(connectionArgument) },
    resolve: step(pauseLmsConnection),
  }),
  resumeLmsConnection: t.prismaField({
    type: "LmsConnection",
    description: "Takes a paused connection to an LMS into use again. For administrators.",
    errors: { types: [LmsConnectionInOtherState] },
    args: { connectionId: t.arg.id(connectionArgument) },
    resolve: step(resumeLmsConnection),
  }),
  retireLmsConnection: t.prismaField({
    type: "LmsConnection",
    description:
      "Takes a connection to an LMS out of use for good, and forgets its secrets; what came by it stays. For administrators.",
    errors: { types: [LmsConnectionInOtherState] },
    args: { connectionId: t.arg.id(connectionArgument) },
    resolve: step(retireLmsConnection),
  }),
  matchExternalIdentity: t.prismaField({
    type: "ExternalIdentity",
    description:
      "Says which person of the organisation somebody in an LMS is: from now on they come as that person. Where they came as another before, what was done so stays that one's, whose sessions end. For administrators.",
    errors: {},
    args: {
      identityId: t.arg.id({ required: true, description: "Who they are in the LMS." }),
      personId: t.arg.id({ required: true, description: "Who they are here." }),
    },
    resolve: async (query, _root, args, context) => {
      const { identityId } = await runCommand(context, matchExternalIdentity, {
        identityId: rowId("ExternalIdentity", args.identityId, "identityId"),
        personId: rowId("Person", args.personId, "personId"),
      });
      return readerOf(context).externalIdentity.findUniqueOrThrow({ ...query, where: { id: identityId } });
    },
  }),
}));

function readInstructorRoles(given: readonly Role[]) {
  const [first, ...others] = given.filter((role) => !(instructorRoles as readonly Role[]).includes(role));
  if (first !== undefined)
    throw new InvalidInput([
      {
        code: "NO_INSTRUCTOR_ROLE",
        path: "input.instructorRoles",
        message: `An LMS makes nobody ${[first, ...others].join(" or ")}.`,
        fix: `Give ${instructorRoles.join(", ")}, or none.`,
      },
    ]);
  return instructorRoles.filter((role) => given.includes(role));
}
