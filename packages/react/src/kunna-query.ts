import { type KunnaClient, KunnaError, type TypedDocument } from "@kunna/client";
import { queryOptions } from "@tanstack/react-query";

/**
 * A typed query as TanStack Query takes it: for `useQuery`, `prefetchQuery`, `setQueryData` and whatever else it has.
 * The key begins with `kunnaKey(client)`, so that all of a client's queries can be named at once.
 */
export function kunnaQuery<Result, Variables extends object>(
  client: KunnaClient,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
) {
  return queryOptions<Result>({
    queryKey: documentKey(client, document, variables),
    queryFn: ({ signal }) => client.query(document, variables, { signal }),
    retry,
  });
}

/** How the keys of all of a client's queries begin. */
export function kunnaKey(client: KunnaClient): readonly unknown[] {
  return ["kunna", idOf(client)];
}

/** The key of a document's query, or, without variables, how the keys of all its queries begin. */
export function documentKey<Result, Variables>(
  client: KunnaClient,
  document: TypedDocument<Result, Variables>,
  ...variables: readonly object[]
): readonly unknown[] {
  return [...kunnaKey(client), document.toString(), ...variables];
}

/** What waiting mends is tried again, twice; what the server has answered is not. */
export function retry(count: number, error: unknown): boolean {
  if (count >= 2 || !(error instanceof KunnaError)) return false;
  return error.code === "NETWORK" || error.code === "UNAVAILABLE" || (error.status ?? 0) >= 500;
}

const ids = new WeakMap<KunnaClient, string>();

/** By chance, and not by counting: what one page has stored must not be taken for another person's after a reload. */
function idOf(client: KunnaClient): string {
  const id = ids.get(client) ?? Array.from(crypto.getRandomValues(new Uint32Array(3))).join("-");
  ids.set(client, id);
  return id;
}
