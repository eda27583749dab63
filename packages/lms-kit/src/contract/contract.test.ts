import { describe, expect, test } from "vitest";
import { connector } from "../sample/connector.ts";
import { fixture } from "../sample/fixture.ts";
import { broken } from "./broken.test.support.ts";
import { ContractViolation, connectorContract, type LmsLimit } from "./index.ts";

const checks = connectorContract(connector, fixture);

describe("the sample connector", () => {
  for (const { name, run } of checks) test(name, run);
});

describe("a connector that is broken in one way", () => {
  test.each(broken(connector))("$how fails by that alone", async ({ connector, fails }) => {
    const failed: string[] = [];
    for (const { name, run } of connectorContract(connector, fixture)) {
      await run().catch((error) => {
        expect(error, name).toBeInstanceOf(ContractViolation);
        failed.push(name);
      });
    }
    expect(failed).toEqual([fails]);
  });

  test("is shown for each check that there is", () => {
    const shown = broken(connector).map(({ fails }) => fails);
    expect(checks.map(({ name }) => name).filter((name) => !shown.includes(name))).toEqual([]);
  });
});

describe("the list of checks", () => {
  test("has each name once", () => {
    expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
  });

  test("has those of the capabilities that the connector names, and those of every connector", () => {
    const { identify, ...others } = connector;
    const names = connectorContract({ ...others, capabilities: ["FACTS"] }, fixture).map(({ name }) => name);
    expect(names.some((name) => name.startsWith("facts()"))).toBe(true);
    expect(names.some((name) => name.startsWith("check()"))).toBe(true);
    expect(names.some((name) => /^(identify|roster|receive|push)\(\)/.test(name))).toBe(false);
  });

  test.each<[LmsLimit, number]>([
    ["COMPLETE", 3],
    ["UNDO_COMPLETION", 2],
    ["GRADE", 2],
    ["CHANGE_GRADE", 1],
    ["TELL_INACTIVE", 1],
    ["SIGN_MESSAGES", 2],
    ["REFUSE_OLDER_RESULT", 1],
  ])("leaves out what an LMS that cannot %s can't show", (limit, fewer) => {
    expect(connectorContract(connector, { ...fixture, cannot: [limit] })).toHaveLength(checks.length - fewer);
  });

  test("asks for what the fixture does not bring", async () => {
    const empty = { ...fixture, open: async () => ({ ...(await fixture.open()), facts: undefined as never }) };
    const told = connectorContract(connector, empty).find(({ name }) => name === "facts() tells a completion");
    await expect(told?.run()).rejects.toThrow("brings no facts");
  });

  test("tells of a bug in the fixture's fetch, which to the connector is an LMS that does not answer", async () => {
    const fetch = async () => {
      throw new TypeError("people is not iterable");
    };
    const faulty = { ...fixture, open: async () => ({ ...(await fixture.open()), fetch }) };
    const told = connectorContract(connector, faulty).find(({ name }) => name === "facts() tells a completion");
    await expect(told?.run()).rejects.toThrow(
      /with ConnectorError UNREACHABLE: .* The fixture's fetch threw TypeError: people is not iterable/,
    );
  });

  test("opens a world for each check, and closes it also where the check fails", async () => {
    let open = 0;
    let opened = 0;
    const counted = {
      ...fixture,
      open: async () => {
        open += 1;
        opened += 1;
        const close = async () => {
          open -= 1;
        };
        return { ...(await fixture.open()), close };
      },
    };
    for (const { run } of connectorContract({ ...connector, title: "" }, counted)) await run().catch(() => {});
    expect({ open, opened }).toEqual({ open: 0, opened: checks.length });
  });
});
