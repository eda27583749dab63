import { CreditsDecided, RenewalPathNotOffered } from "@kunna/domain";
import { builder } from "../builder.ts";
import { RefusalInterface } from "./refusals.ts";

builder.objectType(CreditsDecided, {
  name: "CreditsDecided",
  description: "The credits have been decided on: a decision stands.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ verdict: t.exposeString("verdict", { description: "What was decided: ACCEPTED or REJECTED." }) }),
});

builder.objectType(RenewalPathNotOffered, {
  name: "RenewalPathNotOffered",
  description: "The path that was chosen is not offered for this renewal (R8).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    pathKey: t.exposeString("pathKey", { description: "The path that was chosen." }),
    offered: t.stringList({
      description: "The keys of those that are offered; none in a reinstatement.",
      resolve: ({ offered }) => [...offered],
    }),
  }),
});
