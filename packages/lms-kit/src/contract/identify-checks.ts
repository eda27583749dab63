import { isDeepStrictEqual } from "node:util";
import { parseIdentity } from "@kunna/lms-kit";
import { broughtBy, type CheckDraft, methodOf, must } from "./check.ts";

export const identifyChecks: readonly CheckDraft[] = [
  {
    name: "identify() knows a person by their id",
    async run({ connector, world, context }) {
      const { person } = broughtBy(world.identify, "identify");
      const found = parseIdentity(await methodOf(connector, "identify")(context(), person.subject));
      must(
        isDeepStrictEqual(found, parseIdentity(person)),
        `It gave ${JSON.stringify(found)}, and the person is ${JSON.stringify(person)}.`,
      );
    },
  },
  {
    name: "identify() gives null for a person that the LMS does not know",
    async run({ connector, world, context }) {
      const { unknown } = broughtBy(world.identify, "identify");
      const found = await methodOf(connector, "identify")(context(), unknown);
      must(found === null, `It gave ${JSON.stringify(found)}.`);
    },
  },
];
