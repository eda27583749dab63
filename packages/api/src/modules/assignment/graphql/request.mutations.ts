import {
  AlreadyEnrolled,
  EnrolmentEnded,
  NothingLeftToAward,
  ReinstatementBarred,
  RequestDecided,
  RequestWaits,
  SelfEnrolmentClosed,
} from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { decideDueDate } from "../commands/decide-due-date.ts";
import { decideEnrolmentRequest } from "../commands/decide-enrolment-request.ts";
import { requestDueDate } from "../commands/request-due-date.ts";
import { requestEnrolment } from "../commands/request-enrolment.ts";
import { RequestDecisionEnum } from "./request.type.ts";

const prose = z.string().trim().min(1).max(10_000);

const RequestEnrolmentInput = builder.inputType("RequestEnrolmentInput", {
  description: "What a learner asks to be enrolled on, and why.",
  fields: (t) => ({
    programId: t.id({ required: true, description: "The program." }),
    message: t.string({ required: true, description: "Why you ask.", validate: prose }),
  }),
});

const DecideEnrolmentRequestInput = builder.inputType("DecideEnrolmentRequestInput", {
  description: "What is decided of a request to be enrolled.",
  fields: (t) => ({
    requestId: t.id({ required: true, description: "The request." }),
    decision: t.field({ type: RequestDecisionEnum, required: true, description: "What you decide." }),
    reason: t.string({ description: "Why, as the learner is told; needed to decline.", validate: prose }),
  }),
});

const RequestExtensionInput = builder.inputType("RequestExtensionInput", {
  description: "Which due date a learner asks to have moved, and why.",
  fields: (t) => ({
    enrolmentId: t.id({ required: true, description: "The enrolment." }),
    dueOn: t.field({ type: "Date", required: true, description: "The last day that you ask for." }),
    reason: t.string({ required: true, description: "Why you ask.", validate: prose }),
  }),
});

const DecideExtensionRequestInput = builder.inputType("DecideExtensionRequestInput", {
  description: "What is decided of a request for a later due date.",
  fields: (t) => ({
    requestId: t.id({ required: true, description: "The request." }),
    decision: t.field({ type: RequestDecisionEnum, required: true, description: "What you decide." }),
    reason: t.string({ required: true, description: "Why, as the learner is told.", validate: prose }),
    dueOn: t.field({ type: "Date", description: "The last day that you grant; left out: as asked for." }),
  }),
});

builder.mutationFields((t) => ({
  requestEnrolment: t.prismaField({
    type: "EnrolmentRequest",
    description: "Asks to be enrolled on a program that enrols by approval. For learners.",
    errors: { types: [AlreadyEnrolled, ReinstatementBarred, SelfEnrolmentClosed, RequestWaits] },
    args: { input: t.arg({ type: RequestEnrolmentInput, required: true, description: "On what, and why." }) },
    resolve: async (query, _root, { input: { programId, message } }, context) => {
      const { requestId } = await runCommand(context, requestEnrolment, {
        programId: rowId("Program", programId, "programId"),
        message,
      });
      return readerOf(context).enrolmentRequest.findUniqueOrThrow({ ...query, where: { id: requestId } });
    },
  }),
  decideEnrolmentRequest: t.prismaField({
    type: "EnrolmentRequest",
    description:
      "Decides a request to be enrolled, once: approval enrols. By the person's manager, a program owner or an administrator; never one's own.",
    errors: { types: [RequestDecided, AlreadyEnrolled, ReinstatementBarred, NothingLeftToAward] },
    args: { input: t.arg({ type: DecideEnrolmentRequestInput, required: true, description: "The decision." }) },
    resolve: async (query, _root, { input }, context) => {
      const { requestId } = await runCommand(context, decideEnrolmentRequest, {
        requestId: rowId("EnrolmentRequest", input.requestId, "requestId"),
        decision: input.decision,
        reason: input.reason ?? null,
      });
      return readerOf(context).enrolmentRequest.findUniqueOrThrow({ ...query, where: { id: requestId } });
    },
  }),
  requestExtension: t.prismaField({
    type: "ExtensionRequest",
    description: "Asks for a later due date of one's enrolment. For learners.",
    errors: { types: [EnrolmentEnded, RequestWaits] },
    args: { input: t.arg({ type: RequestExtensionInput, required: true, description: "Which, until when, and why." }) },
    resolve: async (query, _root, { input: { enrolmentId, dueOn, reason } }, context) => {
      const { requestId } = await runCommand(context, requestDueDate, {
        enrolmentId: rowId("Enrolment", enrolmentId, "enrolmentId"),
        dueOn,
        reason,
      });
      return readerOf(context).extensionRequest.findUniqueOrThrow({ ...query, where: { id: requestId } });
    },
  }),
  decideExtensionRequest: t.prismaField({
    type: "ExtensionRequest",
    description:
      "Decides a request for a later due date, once. By the person's manager, a program owner or an administrator; never one's own.",
    errors: { types: [RequestDecided, EnrolmentEnded] },
    args: { input: t.arg({ type: DecideExtensionRequestInput, required: true, description: "The decision." }) },
    resolve: async (query, _root, { input }, context) => {
      const { requestId } = await runCommand(context, decideDueDate, {
        requestId: rowId("ExtensionRequest", input.requestId, "requestId"),
        decision: input.decision,
        reason: input.reason,
        dueOn: input.dueOn ?? null,
      });
      return readerOf(context).extensionRequest.findUniqueOrThrow({ ...query, where: { id: requestId } });
    },
  }),
}));
