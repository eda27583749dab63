import {
  LmsConnectionNotInUse,
  LmsFailed,
  LmsRosterNotOffered,
  LtiKeyNotSigningYet,
  LtiPlatformKnown,
  LtiTargetRefused,
  NoDeepLinkAsked,
  SecretShownOnce,
} from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { answerDeepLink, type SignedDeepLink } from "../answer-deep-link.ts";
import { approveLtiDeployment } from "../commands/approve-deployment.ts";
import { createLtiRegistrationLink } from "../commands/create-registration-link.ts";
import { registerLtiPlatform } from "../commands/register-platform.ts";
import { rotateLtiKey } from "../commands/rotate-key.ts";
import { newKeyPair } from "../key-pair.ts";
import { type RosterReading, readLmsRoster } from "../read-roster.ts";
import { LtiTargetKindEnum } from "./lti.type.ts";

/** Of the values that an LMS shows: long enough for any, too short for a flood. */
const value = z.string().trim().min(1).max(2_048);
const identifier = z.string().trim().min(1).max(255);
/** http is refused later where it leads to anything but this machine. */
const address = z
  .url({ protocol: /^https?$/, error: "Give a whole address, as https://lms.example.org/token." })
  .max(2_048);

const LtiRegistrationLink = builder
  .objectRef<{ readonly url: string; readonly expiresAt: Date }>("LtiRegistrationLink")
  .implement({
    description: "The address that one LMS registers itself by, once. It is shown this once and never again.",
    fields: (t) => ({
      url: t.exposeString("url", {
        description: "What an administrator of the LMS pastes where it asks for a tool's registration URL.",
      }),
      expiresAt: t.expose("expiresAt", { type: "DateTime", description: "Until when it is good." }),
    }),
  });

const RegisterLtiPlatformInput = builder.inputType("RegisterLtiPlatformInput", {
  description: "What an LMS shows for a tool that was added by hand.",
  fields: (t) => ({
    name: t.string({
      required: true,
      description: "As people know the LMS.",
      validate: z.string().trim().min(1).max(200),
    }),
    issuer: t.string({ required: true, description: "Platform ID, or issuer.", validate: address }),
    clientId: t.string({ required: true, description: "Client ID.", validate: identifier }),
    authorizationEndpoint: t.string({
      required: true,
      description: "Authentication request URL.",
      validate: address,
    }),
    tokenEndpoint: t.string({ required: true, description: "Access token URL.", validate: address }),
    tokenAudience: t.string({
      description: "What a token request is addressed to, where it is not the access token URL.",
      validate: value,
    }),
    jwksUri: t.string({ required: true, description: "Public keyset URL.", validate: address }),
    deploymentIds: t.stringList({
      description: "Deployment IDs. Left out: the first that comes is trusted.",
      validate: z.array(identifier).max(100),
    }),
  }),
});

const LtiKeyRotation = builder
  .objectRef<{ readonly kid: string; readonly signsFrom: string }>("LtiKeyRotation")
  .implement({
    description: "A new key that the organisation signs with for LMSs.",
    fields: (t) => ({
      kid: t.exposeString("kid", { description: "Its id, in the keys that LMSs are told." }),
      signsFrom: t.field({
        type: "DateTime",
        description: "From when it signs. The one before it signs until then, and is told of for 30 days.",
        resolve: ({ signsFrom }) => new Date(signsFrom),
      }),
    }),
  });

const DeepLinkItemInput = builder.inputType("DeepLinkItemInput", {
  description: "A link that is added to a course.",
  fields: (t) => ({
    target: t.field({ type: LtiTargetKindEnum, required: true, description: "What it opens." }),
    programId: t.id({ description: "Of which program; not of a CERTIFICATE_WALL." }),
    moduleKey: t.string({ description: "Of a MODULE: which.", validate: identifier }),
    requirementKey: t.string({ description: "Of an EVIDENCE_TASK: which.", validate: identifier }),
    title: t.string({
      description: "As it is called in the course. Left out: as what it opens.",
      validate: z.string().trim().min(1).max(255),
    }),
    graded: t.boolean({
      description: "Whether it gets a place in the gradebook, where the LMS takes that. Left out: yes.",
    }),
    dueAt: t.field({ type: "DateTime", description: "By when it is to be done. Left out: by no day." }),
  }),
});

const AnswerDeepLinkInput = builder.inputType("AnswerDeepLinkInput", {
  description: "What an instructor chose.",
  fields: (t) => ({
    items: t.field({
      type: [DeepLinkItemInput],
      required: true,
      description: "The links; none: nothing was chosen.",
      validate: z.array(z.unknown()).max(50),
    }),
  }),
});

const DeepLinkForm = builder.objectRef<SignedDeepLink>("DeepLinkForm").implement({
  description: "A form that the browser posts to the LMS: the field JWT to the url, within five minutes.",
  fields: (t) => ({
    url: t.exposeString("url", { description: "Where it is posted to." }),
    jwt: t.exposeString("jwt", { description: "The value of the field JWT." }),
  }),
});

const LmsRosterReading = builder.objectRef<RosterReading>("LmsRosterReading").implement({
  description: "What reading a course's members from its LMS came to.",
  fields: (t) => ({
    course: t.prismaField({
      type: "LmsCourse",
      description: "The course.",
      resolve: (query, { courseId }, _args, context) =>
        readerOf(context).lmsCourse.findUniqueOrThrow({ ...query, where: { id: courseId } }),
    }),
    members: t.exposeInt("members", { description: "How many are in it." }),
    added: t.exposeInt("added", { description: "How many are in it now that were not known to be before." }),
    left: t.exposeInt("left", { description: "How many were in it and are no longer." }),
  }),
});

builder.mutationFields((t) => ({
  createLtiRegistrationLink: t.field({
    type: LtiRegistrationLink,
    description:
      "Makes the address that one LMS registers itself by (LTI Dynamic Registration), once, within 7 days. The platform then waits to be approved. For administrators.",
    errors: { types: [SecretShownOnce] },
    resolve: (_root, _args, context) => runCommand(context, createLtiRegistrationLink, {}, { secretOutput: true }),
  }),
  registerLtiPlatform: t.prismaField({
    type: "LmsConnection",
    description:
      "Writes down an LMS by the values that it shows for a tool that was added by hand. It then waits to be approved. For administrators.",
    errors: { types: [LtiPlatformKnown] },
    args: {
      input: t.arg({ type: RegisterLtiPlatformInput, required: true, description: "What the LMS shows." }),
    },
    resolve: async (query, _root, { input: { deploymentIds, tokenAudience, ...platform } }, context) => {
      const { connectionId } = await runCommand(context, registerLtiPlatform, {
        platform: { ...platform, ...(tokenAudience ? { tokenAudience } : {}) },
        deploymentIds: deploymentIds ?? [],
      });
      return readerOf(context).lmsConnection.findUniqueOrThrow({ ...query, where: { id: connectionId } });
    },
  }),
  approveLtiDeployment: t.prismaField({
    type: "LmsConnection",
    description:
      "Lets a platform launch from a deployment, one that waits or one that is yet to come. For administrators.",
    errors: {},
    args: {
      connectionId: t.arg.id({ required: true, description: "The connection to the LMS." }),
      deploymentId: t.arg.string({ required: true, description: "As the platform calls it.", validate: identifier }),
    },
    resolve: async (query, _root, { deploymentId, ...args }, context) => {
      const { connectionId } = await runCommand(context, approveLtiDeployment, {
        connectionId: rowId("LmsConnection", args.connectionId, "connectionId"),
        deploymentId,
      });
      return readerOf(context).lmsConnection.findUniqueOrThrow({ ...query, where: { id: connectionId } });
    },
  }),
  rotateLtiKey: t.field({
    type: LtiKeyRotation,
    description:
      "Gives the organisation a new key to sign with for LMSs. They are told of it at once, and it signs a day later. For administrators.",
    errors: { types: [LtiKeyNotSigningYet] },
    resolve: async (_root, _args, context) =>
      runCommand(context, rotateLtiKey, { key: await newKeyPair() }, { sameness: {} }),
  }),
  answerDeepLink: t.field({
    type: DeepLinkForm,
    description:
      "Signs the answer to an LMS that waits for you to choose what a new link in the course opens. It is a form for the browser to post.",
    errors: { types: [NoDeepLinkAsked, LtiTargetRefused] },
    args: { input: t.arg({ type: AnswerDeepLinkInput, required: true, description: "What was chosen." }) },
    resolve: (_root, { input }, context) =>
      answerDeepLink(
        context,
        input.items.map(({ target, programId, moduleKey, requirementKey, title, graded, dueAt }, index) => ({
          target,
          programId: programId ? rowId("Program", programId, `input.items.${index}.programId`) : null,
          moduleKey: moduleKey ?? null,
          requirementKey: requirementKey ?? null,
          title: title ?? null,
          graded: graded ?? true,
          dueAt: dueAt ?? null,
        })),
      ),
  }),
  readLmsRoster: t.field({
    type: LmsRosterReading,
    description:
      "Reads who is in a course from its LMS (LTI Names and Roles). Nobody is added to the organisation by it. For those who may read the course: its instructors, program owners and administrators.",
    errors: { types: [LmsConnectionNotInUse, LmsRosterNotOffered, LmsFailed] },
    args: { courseId: t.arg.id({ required: true, description: "The course." }) },
    resolve: (_root, { courseId }, context) => readLmsRoster(context, rowId("LmsCourse", courseId, "courseId")),
  }),
}));
