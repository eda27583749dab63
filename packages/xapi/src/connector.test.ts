import { connectorContract } from "@kunna/lms-kit/contract";
import { describe, test } from "vitest";
import { connector } from "./connector.ts";
import { fixtureOf, secrets, signed, withPassword } from "./fixture.test.support.ts";

describe("the contract, with messages that are signed", () => {
  for (const { name, run } of connectorContract(connector, fixtureOf(signed, secrets.inboundSecret))) test(name, run);
});

describe("the contract, with messages that have a password", () => {
  const fixture = fixtureOf(withPassword, secrets.inboundPassword);
  for (const { name, run } of connectorContract(connector, fixture)) test(name, run);
});
