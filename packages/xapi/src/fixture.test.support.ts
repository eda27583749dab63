import { createHmac } from "node:crypto";
import type { InboundMessage } from "@kunna/lms-kit";
import type { ContractFixture } from "@kunna/lms-kit/contract";
import { homePage, lrsDouble, said, voids } from "./lrs-double.test.support.ts";

export const secrets = { inboundPassword: "a password, posted", inboundSecret: "a secret, signed with" };

/** The world of the connector, with messages that are signed, or that have a password. */
export function fixtureOf(message: (body: string, secret: string) => InboundMessage, right: string): ContractFixture {
  return {
    // A statement never changes: another grade is another statement, and the first one is made void.
    cannot: ["CHANGE_GRADE", ...(message === signed ? [] : (["SIGN_MESSAGES"] as const))],
    async open() {
      const lrs = lrsDouble();
      for (const name of ["attempted", "completed", "passed"]) lrs.store(said(name, "bo"));
      const posted = lrs.store(said("passed", "bo", { completion: true, score: { scaled: 0.9 } }));
      let completed = "";
      return {
        settings: { endpoint: lrs.endpoint, lrsKey: lrs.key, homePage, inboundUser: "courses" },
        secrets: { lrsSecret: lrs.secret, ...secrets },
        fetch: lrs.fetch,
        state: async () => lrs.statements,
        facts: {
          subject: "ada",
          async complete() {
            completed = lrs.store(said("completed", "ada")).id;
          },
          undoCompletion: async () => void lrs.store(voids(completed)),
          grade: async (points) => void lrs.store(said("scored", "ada", { score: { raw: points, max: 10 } })),
        },
        inbound: {
          valid: message(JSON.stringify(posted), right),
          forged: message(JSON.stringify(posted), "what somebody else knows"),
        },
      };
    },
  };
}

const version = { "x-experience-api-version": "2.0.0" };

export function signed(body: string, secret: string): InboundMessage {
  const sent = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", secret).update(`${sent}.${body}`).digest("hex");
  return { headers: { ...version, "x-kunna-timestamp": sent, "x-kunna-signature": `sha256=${signature}` }, body };
}

export function withPassword(body: string, password: string): InboundMessage {
  const authorization = `Basic ${Buffer.from(`courses:${password}`).toString("base64")}`;
  return { headers: { ...version, authorization }, body };
}
