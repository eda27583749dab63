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
  const mutation = useMutation({
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
    onSettled: () => cache.invalidateQueries({ queryKey: kunnaKey(client) }),
  });
  const { data } = mutation;
  const refusal: (Extract<Result, RefusalFacts> & RefusalFacts) | null =
    data && isRefusal(data) ? (data as Extract<Result, RefusalFacts> & RefusalFacts) : null;
  return { ...mutation, refusal };
}

class ExpectedChanges implements Expected {
  readonly #client: KunnaClient;
  readonly #cache: QueryClient;
  readonly #before: { readonly key: readonly unknown[]; readonly data: unknown }[] = [];

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
    this.#before.push({ key, data });
    this.#cache.setQueryData(key, change(data));
  }

  putBack(): void {
    for (const { key, data } of this.#before.toReversed()) this.#cache.setQueryData(key, data);
  }
}
