import { KunnaError } from "./errors.ts";

/** One page of a connection. */
export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

export interface PaginateOptions {
  /** How many a page; left out: 50. */
  readonly size?: number;
  /** How many at most; left out: all. */
  readonly most?: number;
  /** Thrown from when it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * All nodes of a connection, page by page: the next is asked for when the last has been taken.
 * @param read gives a page, such as `kunna.certificates.find`; null ends it
 * @throws what `read` throws, and what an aborted signal throws
 */
export async function* paginate<Node>(
  read: (
    page: { readonly first: number; readonly after?: string },
    options: { readonly signal?: AbortSignal },
  ) => Promise<Connection<Node> | null>,
  { size = 50, most = Number.POSITIVE_INFINITY, signal }: PaginateOptions = {},
): AsyncGenerator<Node, void> {
  let after: string | undefined;
  for (let left = most; left > 0; ) {
    signal?.throwIfAborted();
    const page = { first: Math.min(size, left), ...(after === undefined ? {} : { after }) };
    const connection = await read(page, signal ? { signal } : {});
    if (!connection) return;
    for (const node of connection.nodes.slice(0, left)) {
      signal?.throwIfAborted();
      yield node;
    }
    left -= connection.nodes.length;
    const { hasNextPage, endCursor } = connection.pageInfo;
    if (!hasNextPage) return;
    // Else it would be asked for the same page for ever.
    if (!endCursor || endCursor === after) throw new KunnaError("MALFORMED_ANSWER", "A page has no end.", null);
    after = endCursor;
  }
}
