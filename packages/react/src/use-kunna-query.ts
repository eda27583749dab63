import type { TypedDocument } from "@kunna/client";
import { useQuery, useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useKunna } from "./kunna-provider.tsx";
import { documentKey, kunnaQuery, retry } from "./kunna-query.ts";

/** A query, with its states. @param options `enabled: false`: not yet */
export function useKunnaQuery<Result, Variables extends object>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  options: { readonly enabled?: boolean; readonly staleTime?: number } = {},
) {
  return useQuery({ ...kunnaQuery(useKunna(), document, variables), ...options });
}

/** A query's data: `<Suspense>` shows that it is awaited, and an error boundary what went wrong. */
export function useKunnaSuspenseQuery<Result, Variables extends object>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
): Result {
  return useSuspenseQuery(kunnaQuery(useKunna(), document, variables)).data;
}

/** A page of one of the schema's connections. */
export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly totalCount?: number;
}

/**
 * A connection, page after page, with suspense.
 * @param document takes the cursor as its variable `after`
 * @param connectionOf where in its data the connection is
 */
export function useKunnaPages<Result, Variables extends { readonly after?: string | null }, Node>(
  document: TypedDocument<Result, Variables>,
  variables: Omit<Variables, "after">,
  connectionOf: (data: Result) => Connection<Node>,
) {
  const client = useKunna();
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery({
    queryKey: documentKey(client, document, variables, { pages: true }),
    queryFn: ({ pageParam, signal }) =>
      client.query(document, { ...variables, after: pageParam } as Variables, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => {
      const { hasNextPage, endCursor } = connectionOf(page).pageInfo;
      return hasNextPage ? endCursor : null;
    },
    retry,
  });
  const connections = data.pages.map(connectionOf);
  return {
    nodes: connections.flatMap(({ nodes }) => nodes),
    /** How many there are on all pages, where the document asks for it. */
    totalCount: connections[0]?.totalCount ?? null,
    hasNextPage,
    isFetchingNextPage,
    /** Why a further page, or the same ones again, could not be had; what is shown is what was had before. */
    error,
    fetchNextPage: () => void fetchNextPage(),
  };
}
