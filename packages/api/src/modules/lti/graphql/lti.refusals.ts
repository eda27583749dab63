import {
  LmsConnectionNotInUse,
  LmsRosterNotOffered,
  LtiKeyNotSigningYet,
  LtiPlatformKnown,
  LtiTargetRefused,
  ltiTargetProblems,
  NoDeepLinkAsked,
} from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { RefusalInterface } from "../../../schema/refusals.ts";

builder.objectType(LtiPlatformKnown, {
  name: "LtiPlatformKnown",
  description: "The organisation has this platform already.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    issuer: t.exposeString("issuer", { description: "The platform's issuer." }),
    clientId: t.exposeString("clientId", { description: "What the platform calls this tool." }),
  }),
});

builder.objectType(LtiKeyNotSigningYet, {
  name: "LtiKeyNotSigningYet",
  description: "The key was rotated a short while ago: the new one does not sign yet.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    signsFrom: t.expose("signsFrom", { type: "DateTime", description: "From when it does." }),
  }),
});

builder.objectType(NoDeepLinkAsked, {
  name: "NoDeepLinkAsked",
  description: "No LMS has asked your session for links.",
  interfaces: [RefusalInterface],
});

const LtiTargetProblemEnum = builder.enumType("LtiTargetProblem", {
  description: "Why a link can't open what it is said to.",
  values: Object.fromEntries(
    Object.entries(ltiTargetProblems).map(([problem, description]) => [problem, { description }]),
  ) as Record<keyof typeof ltiTargetProblems, { description: string }>,
});

builder.objectType(LtiTargetRefused, {
  name: "LtiTargetRefused",
  description: "What a link would open is not there, or the LMS does not take it.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    reason: t.expose("reason", { type: LtiTargetProblemEnum, description: "What is wrong with it." }),
  }),
});

builder.objectType(LmsRosterNotOffered, {
  name: "LmsRosterNotOffered",
  description: "The LMS lists the members of this course to nobody.",
  interfaces: [RefusalInterface],
});

builder.objectType(LmsConnectionNotInUse, {
  name: "LmsConnectionNotInUse",
  description: "Nothing comes or goes by a connection to an LMS that is not in use.",
  interfaces: [RefusalInterface],
});
