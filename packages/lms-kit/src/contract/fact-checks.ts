import { isDeepStrictEqual } from "node:util";
import { factKey, type LmsFact, parseFactPage } from "@kunna/lms-kit";
import { broughtBy, type CheckDraft, methodOf, must, type Trial } from "./check.ts";
import { mustFail } from "./failure.ts";
import { readFacts } from "./read-facts.ts";

/** Clocks differ by so much at most, in milliseconds. */
const clockSkew = 300_000;

/** From so many places in the feed it is tried to go on. */
const mostPlaces = 20;

export const factChecks: readonly CheckDraft[] = [
  {
    name: "facts() gives facts with their subject, provenance and date",
    async run(trial) {
      await happens(trial);
      const { pages } = await readFacts(trial, null);
      for (const page of pages) parseFactPage(page);
      must(
        pages.some(({ facts }) => facts.length > 0),
        "Something has happened in the LMS, and it gave no fact at all.",
      );
    },
  },
  {
    name: "facts() dates nothing in the future",
    async run(trial) {
      await happens(trial);
      const latest = trial.context().now().getTime() + clockSkew;
      const future = (await readFacts(trial, null)).facts.filter(({ occurredAt }) => occurredAt.getTime() > latest);
      must(
        future.length === 0,
        `Not yet happened: ${future.map(factKey).join(", ")}. Is it seconds for milliseconds, or a due date?`,
      );
    },
  },
  {
    name: "facts() gives the same facts again for the same cursor",
    async run(trial) {
      await happens(trial);
      const facts = methodOf(trial.connector, "facts");
      const first = await facts(trial.context(), null);
      const again = await facts(trial.context(), null);
      must(
        begins(again.facts, first.facts),
        "From the beginning it first gave other facts than when it was asked again.",
      );
    },
  },
  {
    name: "facts() goes on after any page, as often as one likes",
    async run(trial) {
      await happens(trial);
      const { pages } = await readFacts(trial, null);
      for (const [index, { cursor }] of pages.slice(0, mostPlaces).entries()) {
        const rest = pages.slice(index + 1).flatMap(({ facts }) => facts);
        const { facts } = await readFacts(trial, cursor);
        must(
          begins(facts, rest),
          `After page ${index + 1} it first gave ${rest.length} facts, and ${facts.length} when it was asked to go on there once more, or others. All that it needs to go on must be in the cursor.`,
        );
      }
    },
  },
  {
    name: "facts() tells a completion",
    needs: ["COMPLETE"],
    async run(trial) {
      const told = await afterwards(trial, (world) => broughtBy(world.complete, "facts.complete")());
      must(
        told.some((fact) => fact.kind === "COMPLETION" && fact.completed),
        `The person completed something, and since then it told ${described(told)}.`,
      );
    },
  },
  {
    name: "facts() tells that a completion was undone, with the same provenance",
    needs: ["COMPLETE", "UNDO_COMPLETION"],
    async run(trial) {
      const before = await afterwards(trial, (world) => broughtBy(world.complete, "facts.complete")());
      const told = await afterwards(trial, (world) => broughtBy(world.undoCompletion, "facts.undoCompletion")());
      mustCorrect(before, told, (fact) => fact.kind === "COMPLETION" && !fact.completed);
    },
  },
  {
    name: "facts() tells a grade",
    needs: ["GRADE"],
    async run(trial) {
      const told = await afterwards(trial, (world) => broughtBy(world.grade, "facts.grade")(7));
      must(
        told.some((fact) => fact.kind === "GRADE" && fact.score === 7),
        `The person was given 7 points, and since then it told ${described(told)}.`,
      );
    },
  },
  {
    name: "facts() tells that a grade was changed, with the same provenance",
    needs: ["GRADE", "CHANGE_GRADE"],
    async run(trial) {
      const before = await afterwards(trial, (world) => broughtBy(world.grade, "facts.grade")(7));
      const told = await afterwards(trial, (world) => broughtBy(world.changeGrade, "facts.changeGrade")(9));
      mustCorrect(before, told, (fact) => fact.kind === "GRADE" && fact.score === 9);
    },
  },
  {
    name: "facts() tells in order: what corrects comes after what it corrects",
    needs: ["COMPLETE", "UNDO_COMPLETION"],
    async run(trial) {
      const told = await afterwards(trial, async (world) => {
        await broughtBy(world.complete, "facts.complete")();
        await broughtBy(world.undoCompletion, "facts.undoCompletion")();
      });
      const completions = told.flatMap((fact) => (fact.kind === "COMPLETION" ? [fact.completed] : []));
      must(
        !completions.includes(false) || completions.lastIndexOf(true) < completions.lastIndexOf(false),
        `The person completed something, which was then undone, and it told ${described(told)}.`,
      );
    },
  },
  {
    name: "facts() refuses a cursor that it did not give with UNKNOWN_CURSOR",
    async run({ connector, context }) {
      await mustFail("facts", () => methodOf(connector, "facts")(context(), "no cursor of yours"), "UNKNOWN_CURSOR");
    },
  },
];

type FactsWorld = NonNullable<Trial["world"]["facts"]>;

/** All that can happen, so that there is something to tell. */
async function happens({ world }: Trial): Promise<void> {
  const facts = broughtBy(world.facts, "facts");
  await facts.complete?.();
  await facts.grade?.(5);
  await facts.undoCompletion?.();
  await facts.changeGrade?.(6);
}

/** What is told of the person after `happening`, and was not before. */
async function afterwards(trial: Trial, happening: (world: FactsWorld) => Promise<void>): Promise<readonly LmsFact[]> {
  const world = broughtBy(trial.world.facts, "facts");
  const { cursor } = await readFacts(trial, null);
  await happening(world);
  const { facts } = await readFacts(trial, cursor);
  return facts.filter(({ subject }) => subject === world.subject);
}

function mustCorrect(before: readonly LmsFact[], told: readonly LmsFact[], isCorrection: (fact: LmsFact) => boolean) {
  const corrections = told.filter(isCorrection);
  must(corrections.length > 0, `Since then it told ${described(told)}.`);
  const keys = before.map(factKey);
  must(
    corrections.some((fact) => keys.includes(factKey(fact))),
    `What corrects must have the kind, provenance and subject of what it corrects. Before: ${keys.join(", ")}. Then: ${corrections.map(factKey).join(", ")}.`,
  );
}

/** Whether these are the first of `facts`. As JSON, in which dates that are none are equal: another check finds them. */
function begins(facts: readonly LmsFact[], first: readonly LmsFact[]): boolean {
  const [found, expected] = [facts.slice(0, first.length), first].map((some) => JSON.parse(JSON.stringify(some)));
  return isDeepStrictEqual(found, expected);
}

function described(facts: readonly LmsFact[]): string {
  return facts.length === 0 ? "nothing" : JSON.stringify(facts);
}
