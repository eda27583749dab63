import { isDeepStrictEqual } from "node:util";
import { type ConnectorHealth, parseHealth } from "@kunna/lms-kit";
import { answering } from "./calls.ts";
import { type CheckDraft, ContractViolation, must, type Trial } from "./check.ts";
import { garbage, notAuthorised, rateLimited, unreachable } from "./faults.ts";

export const healthChecks: readonly CheckDraft[] = [
  {
    name: "check() asks the LMS, and is ok where all is well",
    async run(trial) {
      const { context, wasAsked } = answering(trial, trial.world.fetch);
      const { ok, checks } = parseHealth(await trial.connector.check(context));
      const failed = checks.filter((check) => !check.ok).map(({ name, detail }) => `${name}: ${detail}`);
      must(ok && checks.length > 0, `It finds wrong: ${failed.join("; ") || "nothing was checked"}.`);
      const onlyListens = trial.connector.capabilities.every((capability) => capability === "INBOUND");
      must(wasAsked() || onlyListens, "It says that all is well, and has not asked the LMS.");
    },
  },
  {
    name: "check() changes nothing",
    async run({ connector, world, context }) {
      const before = structuredClone(await world.state());
      await connector.check(context());
      must(isDeepStrictEqual(await world.state(), before), "What the LMS holds is something else after it.");
    },
  },
  {
    name: "check() says what fails, and what to do, and does not throw it",
    async run(trial) {
      for (const fault of [unreachable, notAuthorised, rateLimited, garbage]) {
        const { context, wasAsked } = answering(trial, fault.answer(trial.world));
        const { ok, checks } = await healthOf(trial, context, fault.what);
        if (!wasAsked()) continue;
        must(!ok, `It finds nothing wrong with ${fault.what}.`);
        const silent = checks.filter((check) => !check.ok && check.detail.trim() === "");
        must(silent.length === 0, `It does not say what to do about ${fault.what}.`);
      }
    },
  },
];

async function healthOf({ connector }: Trial, context: Parameters<typeof connector.check>[0], what: string) {
  let health: ConnectorHealth;
  try {
    health = await connector.check(context);
  } catch (error) {
    throw new ContractViolation(`It throws ${String(error)} of ${what}.`);
  }
  return parseHealth(health);
}
