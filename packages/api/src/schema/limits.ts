import { GraphQLError } from "graphql";

/**
 * What one operation may ask for. A list counts as 10 times what stands below it, or as many times as `first` or `last`
 * asks for; a plain field counts as 1. The deepest query of the demo scores about a tenth of the limit.
 */
export const queryLimits = {
  limit: { complexity: 20_000, depth: 15, breadth: 500 },
  defaultComplexity: 1,
  defaultListMultiplier: 10,
  complexityError: (
    kind: string,
    result: {
      complexity: number;
      depth: number;
      breadth: number;
      maxComplexity?: number;
      maxDepth?: number;
      maxBreadth?: number;
    },
  ) => {
    const measure = kind.toLowerCase() as "complexity" | "depth" | "breadth";
    const limit = { complexity: result.maxComplexity, depth: result.maxDepth, breadth: result.maxBreadth }[measure];
    return new GraphQLError(
      `The operation's ${measure} is ${result[measure]}, and the limit is ${limit}. Ask for fewer fields, smaller pages, or in several operations.`,
      {
        extensions: { code: "OPERATION_TOO_LARGE", measure, is: result[measure], limit },
      },
    );
  },
};
