import { ConnectorLacksCapability, LmsConnectionNotInUse, LmsFailed, NotFound } from "@kunna/domain";
import type { FactPage, LmsFact } from "@kunna/lms-kit";
import type { CommandEvent } from "../../command.ts";
import type { Services } from "../../services.ts";
import { type ConnectionPlace, runAsConnection } from "../lms/index.ts";
import { failureOf, openedSelect } from "./ask-connector.ts";
import type { StoredFact } from "./fact-store.ts";
import { add, chunkSize, counted, type Ingested, take } from "./ingest.ts";
import { readPage } from "./sync.ts";

/** What reading an LMS now would write. */
export interface SyncPreview extends Ingested {
  /** How many certificates and micro-credentials would be awarded. */
  readonly awards: number;
  /** Whether the LMS has further facts after these. */
  readonly more: boolean;
  /** The first of the facts that would be new, as they would be. */
  readonly facts: readonly StoredFact[];
}

/** How many facts are shown. */
const shown = 20;

/**
 * What the next page of an LMS's facts would write: it is done, and undone before anybody sees it. Nothing is kept, and
 * reading goes on later from where it stood.
 * @throws NotFound, LmsConnectionNotInUse, ConnectorLacksCapability, LmsFailed
 */
export async function previewSync(services: Services, place: ConnectionPlace): Promise<SyncPreview> {
  const { database, connectors } = services;
  const connection = await database.transact(place.organisationId, (tx) =>
    tx.lmsConnection.findUnique({
      where: { id: place.connectionId },
      select: { ...openedSelect, cursor: true, status: true },
    }),
  );
  if (!connection) throw new NotFound("connection");
  if (connection.status !== "ACTIVE") throw new LmsConnectionNotInUse(connection.status);
  if (!connectors.get(connection.connector)?.capabilities.includes("FACTS"))
    throw new ConnectorLacksCapability("FACTS");
  let page: FactPage;
  try {
    page = await readPage(services, connection, connection.cursor, new AbortController().signal);
  } catch (error) {
    const { code, sentence } = failureOf(error);
    throw new LmsFailed(code, sentence);
  }
  let preview: SyncPreview = { told: 0, known: 0, outcomes: {}, awards: 0, more: page.more, facts: [] };
  for (let from = 0; from < page.facts.length; from += chunkSize) {
    const tried = await tryOut(services, place, page.facts.slice(from, from + chunkSize));
    preview = {
      ...preview,
      ...add(preview, tried.ingested),
      awards: preview.awards + tried.awards,
      facts: [...preview.facts, ...tried.facts].slice(0, shown),
    };
  }
  return preview;
}

interface Tried {
  readonly ingested: Ingested;
  readonly awards: number;
  readonly facts: readonly StoredFact[];
}

/** Thrown at the end of a trial, so that its transaction is undone. */
class Undone extends Error {
  readonly tried: Tried;
  constructor(tried: Tried) {
    super("A trial is undone.");
    this.tried = tried;
  }
}

async function tryOut(services: Services, place: ConnectionPlace, facts: readonly LmsFact[]): Promise<Tried> {
  try {
    return await runAsConnection(services, place, async (run, connection): Promise<Tried> => {
      const events: CommandEvent[] = [];
      const taken = await take({ ...run, emit: (event) => events.push(event) }, connection, facts);
      const awards = events.filter(({ type }) => type === "CERTIFICATE_AWARDED" || type === "MICRO_CREDENTIAL_AWARDED");
      throw new Undone({ ingested: counted(facts, taken), awards: awards.length, facts: taken });
    });
  } catch (error) {
    if (error instanceof Undone) return error.tried;
    throw error;
  }
}
