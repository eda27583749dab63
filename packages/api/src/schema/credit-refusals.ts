import { CreditsDecided } from "@kunna/domain";
import { builder } from "../builder.ts";
import { RefusalInterface } from "./refusals.ts";

builder.objectType(CreditsDecided, {
  name: "CreditsDecided",
  description: "The credits have been decided on: a decision stands.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ verdict: t.exposeString("verdict", { description: "What was decided: ACCEPTED or REJECTED." }) }),
});
