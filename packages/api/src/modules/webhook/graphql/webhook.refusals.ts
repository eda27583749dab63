import { WebhookAddressRefused, WebhookEndpointRetired, webhookAddressProblems } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { RefusalInterface } from "../../../schema/refusals.ts";

const WebhookAddressProblemEnum = builder.enumType("WebhookAddressProblem", {
  description: "Why nothing may be sent to an address.",
  values: Object.fromEntries(
    Object.entries(webhookAddressProblems).map(([problem, description]) => [problem, { description }]),
  ) as Record<keyof typeof webhookAddressProblems, { description: string }>,
});

builder.objectType(WebhookAddressRefused, {
  name: "WebhookAddressRefused",
  description: "Nothing may be sent to this address.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    url: t.exposeString("url", { description: "The address that was given." }),
    problem: t.expose("problem", { type: WebhookAddressProblemEnum, description: "What is wrong with it." }),
  }),
});

builder.objectType(WebhookEndpointRetired, {
  name: "WebhookEndpointRetired",
  description: "The endpoint was retired, and stays so.",
  interfaces: [RefusalInterface],
});
