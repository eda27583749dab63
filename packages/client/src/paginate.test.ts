import { expect, it } from "vitest";
import { createKunnaClient } from "./client.ts";
import { paginate } from "./paginate.ts";
import { createMockKunna } from "./testing/index.ts";

const mock = createMockKunna();
const kunna = createKunnaClient({ url: "http://kunna.mock/graphql", token: "any", fetch: mock.fetch });

async function all<T>(nodes: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const node of nodes) taken.push(node);
  return taken;
}

/** Pages of whole numbers, and what was asked for. */
function numbers(count: number) {
  const asked: object[] = [];
  const read = async (page: { first: number; after?: string }) => {
    asked.push(page);
    const begin = Number(page.after ?? 0);
    const end = Math.min(count, begin + page.first);
    const nodes = Array.from({ length: end - begin }, (_, index) => begin + index);
    return { nodes, pageInfo: { hasNextPage: end < count, endCursor: String(end) } };
  };
  return { read, asked };
}

it("gives all nodes of a connection once, as the client's own methods read it", async () => {
  const certificates = await all(paginate(kunna.certificates.find, { size: 10 }));
  expect(new Set(certificates.map(({ id }) => id)).size).toBe(36);
  const programId = mock.id("Program", 1);
  const some = await all(paginate((page, options) => kunna.certificates.find({ ...page, programId }, options)));
  expect(some.length).toBeGreaterThan(0);
  expect(some.length).toBeLessThan(36);
});

it("asks for a page when the one before has been taken, and for no more than is wanted", async () => {
  const { read, asked } = numbers(10);
  const nodes = paginate(read, { size: 4 });
  for (const wanted of [0, 1, 2, 3]) expect((await nodes.next()).value).toBe(wanted);
  expect(asked).toEqual([{ first: 4 }]);
  expect((await nodes.next()).value).toBe(4);
  expect(asked).toEqual([{ first: 4 }, { first: 4, after: "4" }]);
  await nodes.return();
  const few = numbers(10);
  expect(await all(paginate(few.read, { size: 4, most: 6 }))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(few.asked).toEqual([{ first: 4 }, { first: 2, after: "4" }]);
  expect(await all(paginate(numbers(0).read))).toEqual([]);
  expect(await all(paginate(async () => null))).toEqual([]);
  expect(await all(paginate(numbers(3).read, { most: 0 }))).toEqual([]);
});

it("ends as the signal says, within a page, before the next and while one is on its way", async () => {
  const ended = new AbortController();
  const { read, asked } = numbers(10);
  const nodes = paginate(read, { size: 2, signal: ended.signal });
  await nodes.next();
  ended.abort();
  await expect(nodes.next()).rejects.toBe(ended.signal.reason);
  expect(asked).toHaveLength(1);
  const signal = AbortSignal.timeout(20);
  const slow = createMockKunna({ delay: 1_000 });
  const waiting = createKunnaClient({ url: "http://kunna.mock/", token: "any", fetch: slow.fetch });
  await expect(paginate(waiting.certificates.find, { signal }).next()).rejects.toMatchObject({ name: "TimeoutError" });
});

it("does not go round for ever where a page leads to itself", async () => {
  for (const endCursor of ["same", null]) {
    const read = async () => ({ nodes: [1], pageInfo: { hasNextPage: true, endCursor } });
    await expect(all(paginate(read))).rejects.toMatchObject({ code: "MALFORMED_ANSWER" });
  }
});
