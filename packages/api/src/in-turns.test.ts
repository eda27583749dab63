import { expect, it } from "vitest";
import { Failures } from "./failures.ts";
import { inTurns } from "./in-turns.ts";

/** Has so many pieces for each, and keeps whose turn it was. */
function pieces(left: Record<string, number>) {
  const turns: string[] = [];
  const piece = async (id: string) => {
    turns.push(id);
    const rest = (left[id] ?? 0) - 1;
    left[id] = rest;
    return rest > 0;
  };
  return { turns, piece };
}

it("whoever has much to do lets the others come in between", async () => {
  const { turns, piece } = pieces({ much: 3, little: 1, some: 2 });
  await inTurns(["much", "little", "some"], () => false, piece, new Failures());
  expect(turns).toEqual(["much", "little", "some", "much", "some", "much"]);
});

it("what fails for one holds up no other, and is told", async () => {
  const { turns, piece } = pieces({ first: 2, last: 2 });
  const told: unknown[] = [];
  await inTurns(
    ["first", "broken", "last"],
    () => false,
    async (id) => {
      if (id === "broken") throw new Error("It is broken.");
      return piece(id);
    },
    new Failures((error) => told.push(error)),
  );
  expect(told).toEqual([new Error("It is broken.")]);
  expect(turns).toEqual(["first", "last", "first", "last"]);
});

it("ends after the piece that it is stopped in", async () => {
  const { turns, piece } = pieces({ one: 5, other: 5 });
  await inTurns(["one", "other"], () => turns.length === 3, piece, new Failures());
  expect(turns).toEqual(["one", "other", "one"]);
});
