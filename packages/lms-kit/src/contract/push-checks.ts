import { parsePushOutcome, type ResultPush } from "@kunna/lms-kit";
import { broughtBy, type CheckDraft, methodOf, must, type Trial } from "./check.ts";
import { mustFail } from "./failure.ts";

const minute = 60_000;

export const pushChecks: readonly CheckDraft[] = [
  {
    name: "push() shows a result in the LMS",
    async run(trial) {
      const { result, standing } = worldOf(trial);
      must((await push(trial, result)) === "TAKEN", "It says that it was not taken.");
      const [share] = await standing();
      must(isShare(share, result.share), `${result.share} was pushed, and ${share} stands in the LMS.`);
    },
  },
  {
    name: "push() told twice shows it once",
    async run(trial) {
      const { result, standing } = worldOf(trial);
      await push(trial, result);
      await push(trial, result);
      const shares = await standing();
      must(shares.length <= 1, `It stands in the LMS ${shares.length} times.`);
    },
  },
  {
    name: "push() of an older result is SUPERSEDED, and the newer one stays",
    needs: ["REFUSE_OLDER_RESULT"],
    async run(trial) {
      const { result, standing } = worldOf(trial);
      await push(trial, result);
      const before = await standing();
      const older = { ...result, share: result.share / 2, at: new Date(result.at.getTime() - minute) };
      must((await push(trial, older)) === "SUPERSEDED", "It says that the older one was taken.");
      const [share] = await standing();
      must(isShare(share, before[0]), `The newer one was ${before[0]}, and ${share} stands in the LMS.`);
    },
  },
  {
    name: "push() to a target that there is none of says NOT_FOUND",
    async run({ connector, world, context }) {
      const { result, unknownTarget } = broughtBy(world.push, "push");
      const lost = { ...result, target: unknownTarget };
      await mustFail("push", () => methodOf(connector, "push")(context(), lost), "NOT_FOUND");
    },
  },
];

function worldOf({ world }: Trial) {
  return broughtBy(world.push, "push");
}

async function push({ connector, context }: Trial, result: ResultPush) {
  return parsePushOutcome(await methodOf(connector, "push")(context(), result));
}

/** A gradebook may keep points, and round them. */
function isShare(found: number | undefined, expected: number | undefined): boolean {
  if (found === undefined || expected === undefined) return found === expected;
  return Math.abs(found - expected) < 0.01;
}
