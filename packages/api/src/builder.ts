import type PrismaTypes from "@kunna/database/pothos";
import { getDatamodel } from "@kunna/database/pothos";
import { type Action, IdempotencyKeyReused, InvalidInput, NotFound, NotPermitted, reach } from "@kunna/domain";
import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import DataloaderPlugin from "@pothos/plugin-dataloader";
import ErrorsPlugin from "@pothos/plugin-errors";
import PrismaPlugin from "@pothos/plugin-prisma";
import RelayPlugin from "@pothos/plugin-relay";
import ScopeAuthPlugin from "@pothos/plugin-scope-auth";
import SimpleObjectsPlugin from "@pothos/plugin-simple-objects";
import ValidationPlugin from "@pothos/plugin-validation";
import { type ApiContext, readerOf } from "./context.ts";
import IdempotencyPlugin from "./idempotency/idempotency-plugin.ts";
import { cursorSchema } from "./schema/cursors.ts";
import { MalformedCursor, NotSignedIn, ReadNotPermitted } from "./schema/errors.ts";
import { decodeId, encodeId } from "./schema/ids.ts";
import { queryLimits } from "./schema/limits.ts";
import { readableNodes } from "./schema/nodes.ts";

/** The types that the schema is built from; each module adds its own to it. */
export const builder = new SchemaBuilder<{
  Context: ApiContext;
  PrismaTypes: PrismaTypes;
  AuthScopes: { signedIn: boolean; may: Action };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    /** A calendar day: kept as YYYY-MM-DD on both sides. */
    Date: { Input: string; Output: string };
    /** An ISO 8601 duration. */
    Duration: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    /** A position in a feed. */
    Cursor: { Input: bigint; Output: bigint };
    File: { Input: File; Output: never };
  };
}>({
  // The order matters: what stands first wraps what follows.
  plugins: [
    ErrorsPlugin,
    ScopeAuthPlugin,
    ComplexityPlugin,
    RelayPlugin,
    PrismaPlugin,
    DataloaderPlugin,
    SimpleObjectsPlugin,
    ValidationPlugin,
    // Last: the plugins before it see the argument that it adds.
    IdempotencyPlugin,
  ],
  defaultFieldNullability: false,
  errors: {
    defaultTypes: [NotPermitted, NotFound, InvalidInput, IdempotencyKeyReused],
    directResult: true,
    defaultUnionOptions: { name: ({ fieldName }) => `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result` },
    // Whether an input can be taken is a pure function of it: saying so before permission is asked tells nothing.
    unsafelyHandleInputErrors: true,
  },
  scopeAuth: {
    authorizeOnSubscribe: true,
    unauthorizedError: (_parent, context) => (context.actor ? new ReadNotPermitted() : new NotSignedIn()),
    authScopes: ({ actor }) => ({
      signedIn: actor !== null,
      may: (action: Action) => actor !== null && reach(actor, action).size > 0,
    }),
  },
  complexity: queryLimits,
  relay: {
    cursorType: "String",
    encodeGlobalID: (typename, id) => encodeId(typename, String(id)),
    decodeGlobalID: decodeId,
    beforeArgOptions: { description: "The cursor that the page ends before.", validate: cursorSchema },
    afterArgOptions: { description: "The cursor that the page begins after.", validate: cursorSchema },
    firstArgOptions: { description: "How many from the beginning, at most 100; 20 when nothing is said." },
    lastArgOptions: { description: "How many from the end, at most 100." },
    // A connection is counted once, by how many it may give: its edges and nodes are the same rows.
    defaultConnectionFieldOptions: { complexity: ({ first, last }) => ({ field: 1, multiplier: first ?? last ?? 20 }) },
    edgesFieldOptions: { nullable: false, complexity: { field: 0, multiplier: 1 } },
    nodeFieldOptions: { nullable: false },
    nodeQueryOptions: {
      resolve: async (_root, { id }, context, _info, resolveNode) =>
        (await readableNodes([id], context)).has(id.id) ? resolveNode(id) : null,
      description:
        "Anything that has an id, by its id. Null when there is none in your organisation, or none that you may read.",
    },
    nodesQueryOptions: {
      resolve: async (_root, args, context, _info, resolveNodes) => {
        const { ids } = args;
        const readable = await readableNodes(ids, context);
        // The plugin resolves what stands in the arguments, whatever it is passed.
        args.ids = ids.filter(({ id }) => readable.has(id));
        const nodes = await resolveNodes(args.ids);
        const byId = new Map(args.ids.map(({ id }, index) => [id, nodes[index]]));
        return ids.map(({ id }) => byId.get(id) ?? null);
      },
      description: "Several things by their ids, in the order of the ids; null where `node` would be null.",
    },
    nodeTypeOptions: { description: "Anything that has an id of its own." },
    pageInfoTypeOptions: { description: "Where a page lies in its connection (Relay cursor connections)." },
    nodesOnConnection: {
      description: "The items of this page, without their cursors.",
      complexity: { field: 0, multiplier: 1 },
    },
  },
  prisma: {
    client: (context) => readerOf(context),
    dmmf: getDatamodel(),
    filterConnectionTotalCount: true,
    defaultConnectionSize: 20,
    maxConnectionSize: 100,
  },
  validation: {
    validationError: ({ issues }) => {
      const problems = issues.map(({ message, path }) => ({
        code: "INVALID_VALUE",
        path: (path ?? []).map((key) => String(typeof key === "object" ? key.key : key)).join("."),
        message,
        fix: "Correct the value and send it again.",
      }));
      const isCursor = problems.some(({ path }) => path === "after" || path === "before");
      return isCursor ? new MalformedCursor() : new InvalidInput(problems);
    },
  },
});

const signedIn = { authScopes: { signedIn: true } } as const;
builder.queryType({
  ...signedIn,
  description:
    "What can be read. Everything is of the organisation of whoever asks, and what their roles let them see.",
});
builder.mutationType({
  ...signedIn,
  description:
    "What can be done. Each mutation answers with what it made, or with a named refusal that says why not and what to do. Each takes an `idempotencyKey`: the same mutation sent again with the same key and input does nothing, and answers with what the first one made, for at least 24 hours; with another input it is refused. Keys are your own: another person's never meet them. A refusal is not kept, but decided anew.",
});
builder.subscriptionType({
  ...signedIn,
  description: "What can be followed live, over WebSocket (graphql-ws) or server-sent events.",
});
