import { approvalStateOf, withApproval } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { ProgressType, progressLoader } from "../../enrolment/index.ts";
import { enrolmentProgressLoader } from "../renewal-loader.ts";

builder.prismaObjectFields("Enrolment", (t) => ({
  progress: t.field({
    type: ProgressType,
    description:
      "How far it is, and what comes next (R4). Of a renewal under way, of what the renewal asks (R8) and not of the whole path. Once all is met, of what an approver has to say (R5).",
    complexity: 5,
    select: {
      id: true,
      personId: true,
      programId: true,
      versionId: true,
      resumesId: true,
      purpose: true,
      status: true,
      approvalAwaitedAt: true,
      approvalDeclinedAt: true,
    },
    resolve: async (enrolment, _args, context) => {
      const { purpose, status } = enrolment;
      if (purpose === "RENEWAL" && status === "ACTIVE") {
        const asked = await enrolmentProgressLoader(context).load(enrolment);
        if (asked) return withApproval(asked, approvalStateOf(enrolment), true);
      }
      const progress = await progressLoader(context).load(enrolment);
      // What a renewal asked is met, though it may have been less than the path.
      const isRenewed = purpose === "RENEWAL" && status === "COMPLETED";
      if (isRenewed) return { ...progress, complete: true, share: 1, nextSteps: [] };
      const approval = status === "ACTIVE" ? approvalStateOf(enrolment) : null;
      return withApproval(progress, approval, purpose === "RENEWAL");
    },
  }),
}));
