import type { LtiServices } from "@kunna/api";
import { ConnectorError } from "@kunna/lms-kit";

const notThere = () => new ConnectorError("REFUSED", "This server speaks to no LTI platforms yet.");

/** What the API has platforms asked and told. */
export function ltiServices(): LtiServices {
  return {
    signDeepLink: () => Promise.reject(notThere()),
    readRoster: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(notThere()) }) }),
    publishScore: () => Promise.reject(notThere()),
  };
}
