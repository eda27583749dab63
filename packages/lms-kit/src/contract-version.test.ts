import { expect, test } from "vitest";
import { contractVersion, isCompatible } from "./contract-version.ts";

test.each([
  ["1.0.0", "1.0.0", true],
  ["1.0.0", "1.4.2", true],
  ["1.4.0", "1.4.2", true],
  ["1.5.0", "1.4.2", false],
  ["1.0.0", "2.0.0", false],
  ["2.0.0", "1.9.9", false],
  ["0.1.0", "0.2.0", false],
  ["0.2.0", "0.2.3", true],
])("a connector for %s on a server that has %s: %s", (connector, server, compatible) => {
  expect(isCompatible(connector, server)).toBe(compatible);
});

test("what is no version is compatible with none", () => {
  for (const text of ["", "1", "one", "*", ">=1.0.0", "1.0.0 || 2.0.0"]) {
    expect(isCompatible(text, "2.0.0"), text).toBe(false);
    expect(isCompatible("1.0.0", text), text).toBe(false);
  }
});

test("this contract is compatible with itself", () => {
  expect(isCompatible(contractVersion, contractVersion)).toBe(true);
});
