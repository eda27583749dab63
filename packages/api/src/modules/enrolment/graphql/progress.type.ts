import type { ModuleProgress, NextStep, ProgressToAward, RequirementProgress } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { encodeId } from "../../../schema/ids.ts";

export const RequirementStateEnum = builder.enumType("RequirementState", {
  description: "How far a requirement is.",
  values: {
    MET: { description: "An evidence for it was accepted." },
    PENDING: { description: "An evidence for it waits for its review." },
    OPEN: { description: "Anything else." },
  },
});

const ModuleState = builder.enumType("ModuleState", {
  description: "How far a module is.",
  values: {
    COMPLETED: { description: "All its requirements are met." },
    PENDING: { description: "Nothing left to do but wait for reviews." },
    OPEN: { description: "It can be worked on." },
    LOCKED: { description: "It waits for its prerequisites." },
  },
});

const NextStepKind = builder.enumType("NextStepKind", {
  description: "What to do.",
  values: {
    SUBMIT_EVIDENCE: { description: "Put an evidence forward." },
    FINISH_DRAFT: { description: "Go on with the draft." },
    REVISE_EVIDENCE: { description: "An evidence was returned: add what is missing and submit it again." },
    AWAIT_REVIEW: { description: "Wait for a reviewer." },
    AWAIT_APPROVAL: { description: "All is met: wait for an approver (R5)." },
    SHOW_MORE: {
      description:
        "An approver declined the award, and says what is missing: put further evidence forward, for any requirement. Once it is accepted, the award is put to an approver again (R5).",
    },
  },
});

const RequirementProgressType = builder.objectRef<RequirementProgress>("RequirementProgress").implement({
  description: "How far a requirement is.",
  fields: (t) => ({
    requirementKey: t.exposeString("requirementKey", { description: "The key that is meant, as in the version." }),
    state: t.expose("state", { type: RequirementStateEnum, description: "How far it has come." }),
  }),
});

const ModuleProgressType = builder.objectRef<ModuleProgress>("ModuleProgress").implement({
  description: "How far a module is.",
  fields: (t) => ({
    moduleKey: t.exposeString("moduleKey", { description: "The key that is meant, as in the version." }),
    state: t.expose("state", { type: ModuleState, description: "How far it has come." }),
    share: t.exposeFloat("share", { description: "The part of its requirements that is met, 0 to 1." }),
    requirements: t.field({
      type: [RequirementProgressType],
      description: "Each of its requirements.",
      resolve: ({ requirements }) => [...requirements],
    }),
  }),
});

export const NextStepType = builder.objectRef<NextStep>("NextStep").implement({
  description: "What the learner can do now, or waits for.",
  fields: (t) => ({
    kind: t.expose("kind", { type: NextStepKind, description: "What to do." }),
    moduleKey: t.exposeString("moduleKey", {
      nullable: true,
      description: "In which module; null: it is about the award.",
    }),
    requirementKey: t.exposeString("requirementKey", {
      nullable: true,
      description: "For which requirement; null: it is about the award.",
    }),
    evidenceId: t.id({
      nullable: true,
      description: "The evidence to go on with, where there is one.",
      resolve: ({ evidenceId }) => evidenceId && encodeId("Evidence", evidenceId),
    }),
  }),
});

export const ProgressType = builder.objectRef<ProgressToAward>("Progress").implement({
  description: "How far an enrolment is, counted from what has been reviewed (R4).",
  fields: (t) => ({
    complete: t.exposeBoolean("complete", { description: "All that the path needs is met." }),
    share: t.exposeFloat("share", { description: "The part of the path that is met, 0 to 1, weighted by effort." }),
    modules: t.field({
      type: [ModuleProgressType],
      description: "Each module of the version, in order.",
      resolve: ({ modules }) => [...modules],
    }),
    nextSteps: t.field({
      type: [NextStepType],
      description: "What is open now, in the order of the path.",
      resolve: ({ nextSteps }) => [...nextSteps],
    }),
  }),
});
