import { expect, it } from "vitest";
import { isReachableAddress, placeholderAddress } from "./email-address.ts";

it("what stands for an address that is not known is no address, and each has its own", () => {
  expect(isReachableAddress(placeholderAddress("one"))).toBe(false);
  expect(placeholderAddress("one")).not.toBe(placeholderAddress("two"));
});

it.each([
  ["anna@example.org", true],
  ["anna@invalid.example.org", true],
  ["anna@notinvalid", true],
  ["anna@host.INVALID", false],
])("%s can be written to: %s", (email, reachable) => {
  expect(isReachableAddress(email)).toBe(reachable);
});
