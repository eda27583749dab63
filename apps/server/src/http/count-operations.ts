import { type ApiContext, type Metrics, visibleError } from "@kunna/api";
import { type GraphQLError, getOperationAST } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { RequestFacts } from "./graphql.ts";

/** Counts each operation by its kind and outcome: OK, or the code of its first error. A subscription is counted as a stream. */
export function countOperations(metrics: Metrics): Plugin<ApiContext & RequestFacts> {
  return {
    onParse: ({ context }) => {
      if (context.isLookedAt) return;
      return ({ result }) => {
        if (result instanceof Error) metrics.operationAnswered("unknown", "GRAPHQL_PARSE_FAILED");
      };
    },
    onValidate: ({ context }) => {
      if (context.isLookedAt) return;
      return ({ valid }) => {
        if (!valid) metrics.operationAnswered("unknown", "GRAPHQL_VALIDATION_FAILED");
      };
    },
    onExecute({ args: { document, operationName } }) {
      const kind = getOperationAST(document, operationName)?.operation ?? "unknown";
      return {
        onExecuteDone({ result }) {
          const [error] = "errors" in result ? ((result.errors ?? []) as readonly GraphQLError[]) : [];
          metrics.operationAnswered(kind, error ? codeOf(error) : "OK");
        },
      };
    },
  };
}

function codeOf(error: GraphQLError): string {
  return String(visibleError(error)?.extensions.code ?? "INTERNAL_SERVER_ERROR");
}
