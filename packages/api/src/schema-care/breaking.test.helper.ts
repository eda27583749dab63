import { CriticalityLevel, diff } from "@graphql-inspector/core";
import type { GraphQLSchema } from "graphql";
import { partsOf, promisedUntil } from "./parts.test.helper.ts";

/** The package that is the schema's for its users. */
const owner = "@kunna/api";

export interface Release {
  /** The version that was released last. */
  readonly version: string;
  readonly schema: GraphQLSchema;
}

/** A file of .changeset/: which packages it raises, by how much, and what it tells their users. */
interface Changeset {
  readonly releases: readonly { readonly name: string; readonly type: string }[];
  readonly summary: string;
}

/**
 * What keeps a schema from being released after another, each in a sentence that says what to do: changes that break a
 * client and are told in no changeset of the size that semver asks for (below 1.0.0, a minor one), and deprecated parts
 * that went before the day that was promised. `today` is a day, as YYYY-MM-DD.
 */
export async function problemsOfRelease(
  released: Release,
  schema: GraphQLSchema,
  changesets: readonly Changeset[],
  today: string,
): Promise<string[]> {
  const sizes = released.version.startsWith("0.") ? ["minor", "major"] : ["major"];
  const told = new Set(
    changesets
      .filter(({ releases }) => releases.some(({ name, type }) => name === owner && sizes.includes(type)))
      .flatMap(({ summary }) => summary.match(/@?[A-Za-z_]\w*(?:\.\w+)*/g) ?? []),
  );
  const changes = await diff(released.schema, schema);
  const untold = changes
    .filter(({ criticality, path }) => criticality.level === CriticalityLevel.Breaking && !isTold(path ?? "", told))
    .map(
      ({ message, path }) =>
        `${message}. That breaks clients: keep what was there, deprecated, beside the new; or add a changeset (npx pnpm@10.34.9 changeset) of the size ${sizes[0]} for ${owner} that names ${path} and says what to do instead.`,
    );
  return [...untold, ...goneTooEarly(released.schema, schema, today)];
}

/** Told is a part that is named, or that of which it is a part; a root type names nothing. */
function isTold(path: string, told: ReadonlySet<string>): boolean {
  const steps = path.split(".");
  return steps.some((_, index) => {
    const name = steps.slice(0, index + 1).join(".");
    return told.has(name) && !/^(Query|Mutation|Subscription)$/.test(name);
  });
}

function goneTooEarly(released: GraphQLSchema, schema: GraphQLSchema, today: string): string[] {
  const kept = new Set(partsOf(schema).map(({ path }) => path));
  return partsOf(released).flatMap(({ path, deprecationReason }) => {
    const until = promisedUntil(deprecationReason ?? "");
    if (kept.has(path) || until === null || today > until) return [];
    return [`${path} was promised to stay until ${until}: bring it back.`];
  });
}
