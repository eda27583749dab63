import { isDeepStrictEqual } from "node:util";
import { type InboundMessage, parseReceivedFacts } from "@kunna/lms-kit";
import { broughtBy, type CheckDraft, methodOf, must, type Trial } from "./check.ts";
import { mustFail } from "./failure.ts";

const day = 86_400_000;

export const inboundChecks: readonly CheckDraft[] = [
  {
    name: "receive() gives the facts of a message, and the same ones when it comes again",
    async run({ connector, world, context }) {
      const { valid } = broughtBy(world.inbound, "inbound");
      const receive = methodOf(connector, "receive");
      const facts = parseReceivedFacts(await receive(context(), valid));
      must(facts.length > 0, "It gave no fact: let the fixture's message say something that is one.");
      const again = parseReceivedFacts(await receive(context(), valid));
      must(isDeepStrictEqual(again, facts), "It gave other facts when the message came again.");
    },
  },
  { name: "receive() refuses a message by somebody else", run: refuses(({ forged }) => forged) },
  { name: "receive() refuses a message without any proof", run: refuses(({ valid }) => ({ ...valid, headers: {} })) },
  {
    name: "receive() refuses a message that was changed",
    needs: ["SIGN_MESSAGES"],
    run: refuses(({ valid }) => ({ ...valid, body: `${valid.body} ` })),
  },
  {
    name: "receive() refuses a message of yesterday",
    needs: ["SIGN_MESSAGES"],
    run: refuses(({ valid }) => valid, day),
  },
];

function refuses(
  messageOf: (world: NonNullable<Trial["world"]["inbound"]>) => InboundMessage,
  later = 0,
): CheckDraft["run"] {
  return async ({ connector, world, context }) => {
    const message = messageOf(broughtBy(world.inbound, "inbound"));
    const { now } = context();
    const then = context({ now: () => new Date(now().getTime() + later) });
    await mustFail("receive", () => methodOf(connector, "receive")(then, message), "INVALID_MESSAGE");
  };
}
