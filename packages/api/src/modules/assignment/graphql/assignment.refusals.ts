import { EnrolmentNeedsApproval, SelfEnrolmentClosed } from "@kunna/domain";
import { builder } from "../../../builder.ts";
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
