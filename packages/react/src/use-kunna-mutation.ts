import { isRefusal, type KunnaClient, type RefusalFacts, type TypedDocument } from "@kunna/client";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useKunna } from "./kunna-provider.tsx";
import { documentKey, kunnaKey } from "./kunna-query.ts";

/** Shows what a mutation will most likely do, before it is done. */
export interface Expected {
  /** Changes the data of a query, if it is there; it is put back when the mutation is refused or fails. */
  update<Result, Variables extends object>(
    document: TypedDocument<Result, Variables>,
    variables: Variables,
    change: (data: Result) => Result,
  ): void;
}

/**
 * A mutation. Its `data` is what was made or the refusal, as the client gives it; `refusal` is that refusal alone. Once
 * answered, the client's queries are asked again: what one act changes (progress, standing, a queue) may be anywhere.
 * @param run such as `(kunna, input) => kunna.evidence.submit(input)`
 * @param expect what is shown until the answer has come
 */
export function useKunnaMutation<Input, Result extends object>(
  run: (client: KunnaClient, input: Input) => Promise<Result>,
  expect?: (input: Input, expected: Expected) => void,
) {
  const client = useKunna();
  const cache = useQueryClient();
  const mutationKey = kunnaKey(client);
  const mutation = useMutation({
    mutationKey,
    mutationFn: (input: Input) => run(client, input),
    onMutate: async (input) => {
      if (!expect) return null;
      // An answer that is under way would overwrite what is expected.
      await cache.cancelQueries({ queryKey: kunnaKey(client) });
      const expected = new ExpectedChanges(client, cache);
      expect(input, expected);
      return expected;
    },
    onSuccess: (result, _input, expected) => {
      if (isRefusal(result)) expected?.putBack();
    },
    onError: (_error, _input, expected) => expected?.putBack(),
    // Not waited for, so that the outcome is told at once; and not while another is under way, whose expected change it
    // would overwrite: the last one does it for all.
    onSettled: () => {
      if (cache.isMutating({ mutationKey }) <= 1) void cache.invalidateQueries({ queryKey: kunnaKey(client) });
    },
  });
  const { data } = mutation;
  const refusal: (Extract<Result, RefusalFacts> & RefusalFacts) | null =
    data && isRefusal(data) ? (data as Extract<Result, RefusalFacts> & RefusalFacts) : null;
  return { ...mutation, refusal };
}

class ExpectedChanges implements Expected {
  readonly #client: KunnaClient;
  readonly #cache: QueryClient;
  readonly #changes: { readonly key: readonly unknown[]; readonly before: unknown; readonly after: unknown }[] = [];

  constructor(client: KunnaClient, cache: QueryClient) {
    this.#client = client;
    this.#cache = cache;
  }

  update<Result, Variables extends object>(
    document: TypedDocument<Result, Variables>,
    variables: Variables,
    change: (data: Result) => Result,
  ): void {
    const key = documentKey(this.#client, document, variables);
    const data = this.#cache.getQueryData<Result>(key);
    if (data === undefined) return;
    this.#changes.push({ key, before: data, after: this.#cache.setQueryData(key, change(data)) });
  }

  putBack(): void {
    for (const { key, before, after } of this.#changes.toReversed()) {
      // What others have changed since is theirs.
      if (this.#cache.getQueryData(key) === after) this.#cache.setQueryData(key, before);
    }
  }
}
