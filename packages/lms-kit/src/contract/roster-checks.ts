import { isDeepStrictEqual } from "node:util";
import { parseRosterPage, type RosterMember } from "@kunna/lms-kit";
import { broughtBy, type CheckDraft, methodOf, must, type Trial } from "./check.ts";
import { mustFail } from "./failure.ts";

/** More pages than a course of 100,000 in the smallest pages that an LMS has. */
const mostPages = 1_000;

export const rosterChecks: readonly CheckDraft[] = [
  {
    name: "roster() comes to an end, page by page",
    async run(trial) {
      const { ends, pages } = await walk(trial);
      must(ends, `After ${pages} pages it names a next one that was there already, or there is no end to them.`);
    },
  },
  {
    name: "roster() gives nobody twice",
    async run(trial) {
      const { members } = await walk(trial);
      const keys = members.map(({ identity }) => JSON.stringify([identity.issuer, identity.subject]));
      const twice = keys.filter((key, index) => keys.indexOf(key) < index);
      must(twice.length === 0, `There twice: ${twice.join(", ")}.`);
    },
  },
  {
    name: "roster() gives all who are in the course, in their roles",
    async run(trial) {
      const expected = broughtBy(trial.world.roster, "roster").members;
      const found = (await walk(trial)).members.map(({ identity, roles }) => ({ subject: identity.subject, roles }));
      mustBeTheSame(rolesBySubject(found), rolesBySubject(expected));
    },
  },
  {
    name: "roster() says who is active, and who has left",
    needs: ["TELL_INACTIVE"],
    async run(trial) {
      const expected = broughtBy(trial.world.roster, "roster").members;
      must(
        expected.some(({ active }) => !active),
        "The fixture's roster has nobody who left: give it one, or say that the LMS cannot TELL_INACTIVE.",
      );
      const { members } = await walk(trial);
      for (const { subject, active } of expected) {
        const found = members.find(({ identity }) => identity.subject === subject);
        must(!found || found.active === active, `${subject} is ${active ? "" : "not "}active.`);
      }
    },
  },
  {
    name: "roster() says NOT_FOUND of a course that there is none of",
    async run({ connector, world, context }) {
      const { unknownCourseId } = broughtBy(world.roster, "roster");
      const roster = methodOf(connector, "roster");
      await mustFail("roster", () => roster(context(), unknownCourseId), "NOT_FOUND");
    },
  },
];

async function walk({ connector, world, context }: Trial) {
  const { courseId } = broughtBy(world.roster, "roster");
  const roster = methodOf(connector, "roster");
  const members: RosterMember[] = [];
  const asked = new Set<string | undefined>();
  let next: string | undefined;
  do {
    asked.add(next);
    const page = parseRosterPage(await roster(context(), courseId, ...(next === undefined ? [] : [next])));
    members.push(...page.items);
    next = page.next;
  } while (next !== undefined && !asked.has(next) && asked.size < mostPages);
  return { members, pages: asked.size, ends: next === undefined };
}

function rolesBySubject(members: ReadonlyArray<{ readonly subject: string; readonly roles: readonly string[] }>) {
  return Object.fromEntries(members.map(({ subject, roles }) => [subject, [...roles].sort()]));
}

function mustBeTheSame(found: unknown, expected: unknown): void {
  must(
    isDeepStrictEqual(found, expected),
    `It gave ${JSON.stringify(found)}, and there are ${JSON.stringify(expected)}.`,
  );
}
