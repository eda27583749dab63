import { decoded, encoded, type MockObject } from "./world.ts";

/** One page of a list, with cursors that stand for places in it. */
export function connectionOf(all: readonly MockObject[], args: Readonly<Record<string, unknown>>) {
  const { first, last } = args as { readonly first?: number | null; readonly last?: number | null };
  const begin = args.after == null ? 0 : placeOf(args.after) + 1;
  const end = args.before == null ? all.length : placeOf(args.before);
  const size = first ?? last ?? 20;
  const from = last == null ? begin : Math.max(begin, end - size);
  const to = last == null ? Math.min(end, begin + size) : end;
  const edges = all.slice(from, to).map((node, index) => ({ node, cursor: encoded(`place:${from + index}`) }));
  return {
    totalCount: all.length,
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: to < all.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function placeOf(cursor: unknown): number {
  return Number(decoded(String(cursor))?.replace(/^place:/, "") ?? -1);
}
