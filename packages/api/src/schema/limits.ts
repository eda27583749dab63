import { GraphQLError } from "graphql";

/**
 * What one operation may ask for. A plain field counts as 1, a list as 10 times what stands below it, a connection as many
 * times as `first` or `last` asks for. The deepest query of the demo (three programs with their modules, learners, evidence
 * and reviews) scores about half of the limit.
 */
export const queryLimits = {
  limit: { complexity: 50_000, depth: 15, breadth: 500 },
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
