import { askLms, askLmsForJson, type ConnectorContext, ConnectorError, readLmsJson } from "@kunna/lms-kit";
import { z } from "zod";

/** How many pages are read for a place at most. */
const mostPages = 100;

const storedShape = z.object({ id: z.string(), stored: z.string() });
const resultShape = z.object({ statements: z.array(z.unknown()), more: z.string().optional() });

/** Statements in the order in which they were stored, each as the LRS has it, with the place after it. */
export interface StoredStatement {
  readonly statement: unknown;
  readonly moment: number;
  readonly place: string;
}

export interface StatementPage {
  readonly statements: readonly StoredStatement[];
  readonly more: boolean;
}

/**
 * The statements that were stored after a place, which is the moment at which a statement was stored and its id. `since` is
 * exclusive, and many may be stored at one moment (Communication, 2.1.3): it asks from a millisecond before on, and leaves
 * out all up to that statement. Where that is gone, having been made void, those of its moment are told again.
 */
export async function statementsAfter(context: ConnectorContext, place: string | null): Promise<StatementPage> {
  const moment = momentOf(place);
  const query = new URLSearchParams({ ascending: "true", limit: "100" });
  if (moment !== null) query.set("since", new Date(moment - 1).toISOString());
  let page = await pageAt(context, new URL(`statements?${query}`, endpoint(context)));
  const read = [...page.statements];
  // Of that one moment there may be more than a page.
  for (let pages = 1; page.more && !isPast(read, place, moment); pages += 1) {
    if (pages === mostPages)
      throw new ConnectorError("UNEXPECTED_ANSWER", "The LRS has a next page, and no end to them.");
    page = await pageAt(context, page.more);
    read.push(...page.statements);
  }
  const known = read.findIndex((one) => one.place === place);
  return { statements: read.slice(known + 1), more: page.more !== null };
}

/** Whether something is read that comes after the place. */
function isPast(read: readonly StoredStatement[], place: string | null, moment: number | null): boolean {
  const last = read.at(-1);
  if (!last || moment === null) return last !== undefined;
  return last.moment > moment || (last.place !== place && read.some((one) => one.place === place));
}

function momentOf(place: string | null): number | null {
  if (place === null) return null;
  const moment = Date.parse(/^(\S{1,40}) \S{1,100}$/.exec(place)?.[1] ?? "");
  if (!Number.isNaN(moment)) return moment;
  throw new ConnectorError("UNKNOWN_CURSOR", "This is no place among the statements of the LRS.");
}

/** What is stored after the moment up to which the LRS knows its statements to be all there (2.1.3) is left for later. */
async function pageAt(context: ConnectorContext, url: URL) {
  const response = await askLms(context, get(context, url));
  const { statements, more } = await readLmsJson(context, response, resultShape.parse);
  const through = Date.parse(response.headers.get("x-experience-api-consistent-through") ?? "");
  const read = statements.map(stored);
  const settled = read.filter(({ moment }) => !(moment >= through));
  return { statements: settled, more: more && settled.length === read.length ? moreOf(context, more) : null };
}

function stored(statement: unknown): StoredStatement {
  const { data } = storedShape.safeParse(statement);
  const moment = Date.parse(data?.stored ?? "");
  if (data && !Number.isNaN(moment)) return { statement, moment, place: `${data.stored} ${data.id}` };
  throw new ConnectorError("UNEXPECTED_ANSWER", "The LRS gave a statement, and does not say when it stored it.");
}

/** A statement, though it was made void; null: the LRS has none with this id. */
export async function statementById(context: ConnectorContext, id: string): Promise<unknown> {
  // Which of the two it is, the LRS may know a moment later than whoever asks.
  for (const by of ["voidedStatementId", "statementId"]) {
    const url = new URL(`statements?${new URLSearchParams({ [by]: id })}`, endpoint(context));
    try {
      return await askLmsForJson(context, get(context, url), z.object({}).loose().parse);
    } catch (error) {
      if (!(error instanceof ConnectorError && error.code === "NOT_FOUND")) throw error;
    }
  }
  return null;
}

/** Asks for one statement, to see that it may be. */
export async function tryStatements(context: ConnectorContext): Promise<void> {
  await askLmsForJson(context, get(context, new URL("statements?limit=1", endpoint(context))), resultShape.parse);
}

function endpoint({ settings }: ConnectorContext): string {
  return `${(settings.endpoint ?? "").replace(/\/+$/, "")}/`;
}

/** `more` begins at the root of the server. It comes from outside, and the credentials go with it: never to another server. */
function moreOf(context: ConnectorContext, more: string): URL {
  const url = new URL(more, endpoint(context));
  if (url.origin === new URL(endpoint(context)).origin) return url;
  throw new ConnectorError("UNEXPECTED_ANSWER", "The LRS leads to another server for its next page.");
}

function get({ settings, secrets }: ConnectorContext, url: URL): Request {
  const credentials = Buffer.from(`${settings.lrsKey}:${secrets.lrsSecret}`).toString("base64");
  const headers = {
    authorization: `Basic ${credentials}`,
    "x-experience-api-version": settings.version || "1.0.3",
  };
  return new Request(url, { headers });
}
