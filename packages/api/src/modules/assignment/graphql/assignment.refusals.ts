import {
  EnrolmentNeedsApproval,
  RequestDecided,
  RequestWaits,
  RuleEnded,
  RuleExists,
  SelfEnrolmentClosed,
} from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { encodeId } from "../../../schema/ids.ts";
import { RefusalInterface } from "../../../schema/refusals.ts";

builder.objectType(EnrolmentNeedsApproval, {
  name: "EnrolmentNeedsApproval",
  description: "One is enrolled on this program by approval: ask for it.",
  interfaces: [RefusalInterface],
});

builder.objectType(SelfEnrolmentClosed, {
  name: "SelfEnrolmentClosed",
  description: "Nobody enrols on this program by themselves.",
  interfaces: [RefusalInterface],
});

builder.objectType(RequestWaits, {
  name: "RequestWaits",
  description: "A request for the same thing waits to be decided.",
  interfaces: [RefusalInterface],
});

builder.objectType(RequestDecided, {
  name: "RequestDecided",
  description: "The request has been decided: once and for good.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ decision: t.exposeString("decision", { description: "What was decided." }) }),
});

builder.objectType(RuleExists, {
  name: "RuleExists",
  description: "There is a rule for this program and team or role.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    ruleId: t.id({
      description: "The rule that there is.",
      resolve: ({ ruleId }) => encodeId("AssignmentRule", ruleId),
    }),
  }),
});

builder.objectType(RuleEnded, {
  name: "RuleEnded",
  description: "The rule has been ended.",
  interfaces: [RefusalInterface],
});
