import {
  ConnectorLacksCapability,
  ConnectorUnknown,
  LmsFailed,
  LmsMappingRefused,
  lmsMappingProblems,
} from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { RefusalInterface } from "../../../schema/refusals.ts";

const LmsMappingProblemEnum = builder.enumType("LmsMappingProblem", {
  description: "Why an activity of an LMS can't count for a requirement.",
  values: Object.fromEntries(
    Object.entries(lmsMappingProblems).map(([problem, description]) => [problem, { description }]),
  ) as Record<keyof typeof lmsMappingProblems, { description: string }>,
});

builder.objectType(LmsMappingRefused, {
  name: "LmsMappingRefused",
  description: "No activity of an LMS can count for this requirement (R2, R3).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    requirementKey: t.exposeString("requirementKey", { description: "The requirement that was named." }),
    problem: t.expose("problem", { type: LmsMappingProblemEnum, description: "Why it can't." }),
  }),
});

builder.objectType(ConnectorUnknown, {
  name: "ConnectorUnknown",
  description: "The installation runs no such connector.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ connector: t.exposeString("connector", { description: "The connector that was named." }) }),
});

builder.objectType(ConnectorLacksCapability, {
  name: "ConnectorLacksCapability",
  description: "The connection's connector can't do this.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ capability: t.exposeString("capability", { description: "What it can't, such as FACTS." }) }),
});

builder.objectType(LmsFailed, {
  name: "LmsFailed",
  description: "The LMS, or its connector, did not do what was asked of it.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    problem: t.exposeString("problem", {
      description:
        "Why: stable, such as UNREACHABLE, RATE_LIMITED, NOT_AUTHORISED, NOT_FOUND, REFUSED or UNEXPECTED_ANSWER.",
    }),
  }),
});
