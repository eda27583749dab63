import { Refusal } from "../refusal.ts";

/** Why nothing may be sent to an address. */
export const webhookAddressProblems = {
  MALFORMED: "It is not an absolute http or https URL without a user, a password or a fragment.",
  NOT_HTTPS: "It is not https.",
  PRIVATE_ADDRESS: "It leads to this machine or to a private network.",
  NAME_NOT_FOUND: "Its name leads nowhere.",
} as const;
export type WebhookAddressProblem = keyof typeof webhookAddressProblems;

/** Nothing may be sent to this address. */
export class WebhookAddressRefused extends Refusal {
  readonly code = "WEBHOOK_ADDRESS_REFUSED";
  readonly url: string;
  readonly problem: WebhookAddressProblem;
  constructor(url: string, problem: WebhookAddressProblem) {
    super(
      `Nothing can be sent to ${url}. ${webhookAddressProblems[problem]}`,
      "Give a public https address. Who runs this installation may allow private ones: see KUNNA_WEBHOOK_PRIVATE.",
    );
    this.url = url;
    this.problem = problem;
  }
}

/** The endpoint was retired, and stays so. */
export class WebhookEndpointRetired extends Refusal {
  readonly code = "WEBHOOK_ENDPOINT_RETIRED";
  constructor() {
    super("This endpoint was retired.", "Create a new one.");
  }
}
