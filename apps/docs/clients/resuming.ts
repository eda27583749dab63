import type { Client } from "graphql-ws";

/** A stream that ended for one of these goes on when it is asked for again. */
const goOnAfter = ["RIGHTS_CHANGED", "READER_TOO_SLOW", "UNAVAILABLE"];

/**
 * graphql-ws makes a lost connection anew and asks again what it asked first. With this it asks for what came after the
 * last event that it brought: none is missed, and none comes twice.
 */
export function resuming(client: Client): Client {
  return {
    ...client,
    subscribe(payload, sink) {
      const variables = { ...payload.variables };
      let end = () => {};
      let again: ReturnType<typeof setTimeout>;
      const begin = () => {
        end = client.subscribe<Record<string, unknown>>(
          { ...payload, variables },
          {
            next(result) {
              variables.after = cursorOf(result) ?? variables.after;
              sink.next(result as Parameters<typeof sink.next>[0]);
            },
            error(error) {
              if (goOnAfter.includes(codeOf(error))) again = setTimeout(begin, 1_000);
              else sink.error(error);
            },
            complete: () => sink.complete(),
          },
        );
      };
      begin();
      return () => {
        clearTimeout(again);
        end();
      };
    },
  };
}

interface Told {
  readonly cursor?: string;
  readonly event?: { readonly cursor?: string };
}

/** Of an event, or of what a subscription to one thing tells of one. */
function cursorOf({ data }: { readonly data?: Record<string, unknown> | null | undefined }): string | undefined {
  const [told] = Object.values(data ?? {}) as Told[];
  return told?.cursor ?? told?.event?.cursor;
}

function codeOf(error: unknown): string {
  return Array.isArray(error) ? error[0]?.extensions?.code : "";
}
