import DataLoader from "dataloader";
import { type ApiContext, readerOf } from "../../context.ts";
import { readable } from "../../scope.ts";

/** Whose certification in what. */
interface Key {
  readonly personId: string;
  readonly programId: string;
}

const loaders = new WeakMap<ApiContext, DataLoader<Key, string[]>>();

/** The loader of one request, of the decisions on a certification that whoever asks may read, oldest first: one statement. */
export function decisionIds(context: ApiContext): DataLoader<Key, string[]> {
  const loader = loaders.get(context) ?? new DataLoader((keys) => loadIds(keys, context), { cache: false });
  loaders.set(context, loader);
  return loader;
}

async function loadIds(keys: readonly Key[], context: ApiContext): Promise<string[][]> {
  const rows = await readerOf(context).decision.findMany({
    where: {
      personId: { in: [...new Set(keys.map(({ personId }) => personId))] },
      programId: { in: [...new Set(keys.map(({ programId }) => programId))] },
      AND: [readable(context, "decision.read")],
    },
    orderBy: { id: "asc" },
    select: { id: true, personId: true, programId: true },
  });
  return keys.map(({ personId, programId }) =>
    rows.filter((row) => row.personId === personId && row.programId === programId).map(({ id }) => id),
  );
}
