import { type ApiContext, readerOf } from "../context.ts";

/** What a reader's model offers, as far as nodes need it. */
interface Readable {
  findMany(args: { where: object; select: { id: true } }): Promise<{ id: string }[]>;
}

/** Of some ids of one type, those that whoever asks may fetch. */
type Readers = (ids: readonly string[], context: ApiContext) => Promise<readonly string[]>;

const readers = new Map<string, Readers>();

/**
 * Says which rows of a node type whoever asks may fetch by their ids: Prisma's condition. A type without one can't be
 * fetched by id. It stands beside the type, and not in its `findUnique`: Prisma gathers lookups by plain ids into one
 * statement, and conditions would keep them apart.
 */
export function nodeScope(typename: string, where: (context: ApiContext) => object): void {
  nodeReader(typename, async (ids, context) => {
    const rows = await modelOf(context, typename).findMany({
      where: { AND: [{ id: { in: [...ids] } }, where(context)] },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  });
}

/** As `nodeScope`, for a type that has no row of its own. */
export function nodeReader(typename: string, readable: Readers): void {
  readers.set(typename, readable);
}

interface NodeKey {
  readonly typename: string;
  readonly id: string;
}

/** Of the ids, those that whoever asks may fetch: one statement for each type among them. */
export async function readableNodes(keys: readonly NodeKey[], context: ApiContext): Promise<ReadonlySet<string>> {
  const types = [...new Set(keys.map(({ typename }) => typename))];
  const found = await Promise.all(
    types.map((typename) => {
      const ids = keys.filter((key) => key.typename === typename).map(({ id }) => id);
      return readers.get(typename)?.(ids, context) ?? [];
    }),
  );
  return new Set(found.flat());
}

function modelOf(context: ApiContext, typename: string): Readable {
  const models = readerOf(context) as unknown as Record<string, Readable>;
  const model = models[typename.charAt(0).toLowerCase() + typename.slice(1)];
  if (!model) throw new Error(`The node type ${typename} has no model of its name.`);
  return model;
}
