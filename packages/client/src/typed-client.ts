import { type Following, followBy } from "./follow.ts";
import { endable, openSubscription } from "./subscribe.ts";
import { type ClientOptions, type RequestOptions, send } from "./transport.ts";
import type { TypedDocument } from "./typed-document.ts";

/**
 * What `createKunnaClient` makes, less its methods for the common jobs: for apps with documents of their own, of which none
 * that is not used comes along.
 */
export function createTypedClient(options: ClientOptions) {
  const request = <Result, Variables extends object>(
    document: TypedDocument<Result, Variables>,
    variables: Variables,
    requestOptions?: RequestOptions,
  ) => send(options, document, variables, requestOptions);

  return {
    /** Any typed query. */
    query: request,
    /** Any typed mutation. */
    mutate: request,
    /**
     * Any typed subscription, over one connection: when it is lost, that is thrown, for only who knows the operation
     * knows where to go on. `follow` is told, and reconnects.
     */
    subscribe: <Result, Variables>(
      document: TypedDocument<Result, Variables>,
      variables: Variables,
      { signal }: RequestOptions = {},
    ): AsyncGenerator<Result, void> =>
      endable(signal, (ended) => openSubscription(options, document, variables, ended, () => {})),
    /**
     * Any typed subscription that takes `$after`: reconnects and resumes by itself, each result once and in order.
     * @param following.cursorOf where a result stands
     */
    follow: <Result, Variables extends { readonly after?: unknown }>(
      document: TypedDocument<Result, Variables>,
      variables: Omit<Variables, "after">,
      { cursorOf, ...following }: Following & { readonly cursorOf: (result: Result) => string },
    ): AsyncGenerator<Result, void> =>
      followBy(options, document, variables, { itemOf: (result) => result, cursorOf }, following),
  };
}

export type TypedKunnaClient = ReturnType<typeof createTypedClient>;
