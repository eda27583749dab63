import type { ConnectorContext, InboundMessage } from "@kunna/lms-kit";
import { describe, expect, test } from "vitest";
import { secrets, signed, withPassword } from "./fixture.test.support.ts";
import { statementsIn } from "./inbound.ts";
import { said } from "./lrs-double.test.support.ts";

const context: ConnectorContext = {
  settings: { inboundUser: "courses" },
  secrets,
  fetch: async () => new Response(null, { status: 404 }),
  now: () => new Date(),
  signal: new AbortController().signal,
};
const statement = {
  id: "5cb4d9a5-5a3c-4d0b-9c4f-3f2b1a0c9d8e",
  timestamp: "2026-03-01T10:00:00Z",
  ...said("passed", "a"),
};
const posted = (value: unknown) =>
  withPassword(typeof value === "string" ? value : JSON.stringify(value), secrets.inboundPassword);

function isTaken(message: InboundMessage, change: Partial<ConnectorContext> = {}): boolean {
  try {
    return statementsIn({ ...context, ...change }, message).length > 0;
  } catch (error) {
    expect(error).toMatchObject({ name: "ConnectorError", code: "INVALID_MESSAGE" });
    return false;
  }
}

describe("a message", () => {
  test("may have one statement, or a list", () => {
    expect(statementsIn(context, posted(statement))).toHaveLength(1);
    expect(statementsIn(context, posted([statement, statement]))).toHaveLength(2);
    expect(statementsIn(context, posted([]))).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["text that is no JSON", "{"],
    ["no object", 7],
    ["a statement without an id", { ...statement, id: undefined }],
    ["a statement without a timestamp", [statement, { ...statement, timestamp: undefined }]],
  ])("of %s is refused", (_, value) => {
    expect(isTaken(posted(value))).toBe(false);
  });

  test("of no version of xAPI that is known is refused", () => {
    const at = (version: string) => {
      const message = posted(statement);
      return { ...message, headers: { ...message.headers, "x-experience-api-version": version } };
    };
    expect(["1.0", "1.0.3", "2.0.0"].map((version) => isTaken(at(version)))).toEqual([true, true, true]);
    expect(["", "0.95", "1.1.0", "3.0.0"].map((version) => isTaken(at(version)))).toEqual([false, false, false, false]);
  });

  test("is refused where neither a password nor a secret is set, whatever it has", () => {
    const body = JSON.stringify(statement);
    for (const message of [signed(body, ""), withPassword(body, ""), withPassword(body, "undefined")]) {
      expect(isTaken(message, { settings: {}, secrets: {} })).toBe(false);
      expect(isTaken(message, { secrets: {} })).toBe(false);
    }
  });

  test("that is signed wrongly is not saved by a password", () => {
    const body = JSON.stringify(statement);
    const both = { ...signed(body, "another"), ...{} };
    const headers = { ...withPassword(body, secrets.inboundPassword).headers, ...both.headers };
    expect(isTaken({ headers, body })).toBe(false);
  });
});
