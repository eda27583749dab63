#!/usr/bin/env node
import { parseArgs } from "node:util";
import { startMockServer } from "./mock-server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4000" },
    seed: { type: "string", default: "1" },
    delay: { type: "string", default: "0" },
  },
});
const { url } = await startMockServer({
  port: Number(values.port),
  seed: Number(values.seed),
  delay: Number(values.delay),
});
process.stdout.write(`A mock of Kunna answers at ${url}. Any token is good.\n`);
