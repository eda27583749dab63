import { builder } from "../../../builder.ts";
import { ProgressType, progressLoader } from "../../enrolment/index.ts";
import { enrolmentProgressLoader } from "../renewal-loader.ts";

builder.prismaObjectFields("Enrolment", (t) => ({
  progress: t.field({
    type: ProgressType,
    description:
      "How far it is, and what comes next (R4). Of a renewal under way, of what the renewal asks (R8) and not of the whole path.",
    complexity: 5,
    select: {
      id: true,
      personId: true,
      programId: true,
      versionId: true,
      resumesId: true,
      purpose: true,
      status: true,
    },
    resolve: async (enrolment, _args, context) => {
      const { purpose, status } = enrolment;
      if (purpose === "RENEWAL" && status === "ACTIVE") {
        const asked = await enrolmentProgressLoader(context).load(enrolment);
        if (asked) return asked;
      }
      const progress = await progressLoader(context).load(enrolment);
      // What a renewal asked is met, though it may have been less than the path.
      const isRenewed = purpose === "RENEWAL" && status === "COMPLETED";
      return isRenewed ? { ...progress, complete: true, share: 1, nextSteps: [] } : progress;
    },
  }),
}));
