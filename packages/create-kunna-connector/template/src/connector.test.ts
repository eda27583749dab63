import { describe, test } from "node:test";
import { connectorContract } from "@kunna/lms-kit/contract";
import { connector } from "./connector.ts";
import { fixture } from "./fixture.ts";

describe(`the contract, for ${connector.title}`, () => {
  for (const { name, run } of connectorContract(connector, fixture)) test(name, run);
});
