import { randomUUID } from "node:crypto";

type Statement = Readonly<Record<string, unknown>> & { readonly id: string; readonly stored: string };

/** A double of an LRS: GET /statements as in xAPI 1.0.3 (Communication, 2.1.3), in memory, two statements a page. */
export function lrsDouble() {
  const endpoint = "https://lrs.example/xapi";
  const [key, secret] = ["lrs-key-41", "lrs-secret-9d2f"];
  const statements: Statement[] = [];
  /** Up to when it says that its statements are all there. */
  let through = () => new Date(Date.now() + 1);

  const voided = () =>
    statements.flatMap(({ verb, object }) => {
      const { id: name } = (verb ?? {}) as { readonly id?: string };
      return name?.endsWith("/voided") ? [(object as { readonly id: string }).id] : [];
    });

  function list(url: URL): Response {
    const { searchParams } = url;
    const since = Date.parse(searchParams.get("since") ?? "1970-01-01T00:00:00Z");
    const gone = voided();
    const found = statements.filter(({ id, stored }) => Date.parse(stored) > since && !gone.includes(id));
    if (searchParams.get("ascending") !== "true") found.reverse();
    const from = Number(searchParams.get("from"));
    const page = Math.min(2, Number(searchParams.get("limit")) || 2);
    searchParams.set("from", `${from + page}`);
    const more = from + page < found.length ? `${url.pathname}?${searchParams}` : "";
    const headers = { "x-experience-api-consistent-through": through().toISOString() };
    return Response.json({ statements: found.slice(from, from + page), more }, { headers });
  }

  async function fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const { searchParams } = url;
    if (url.pathname !== "/xapi/statements") return new Response(null, { status: 404 });
    if (!request.headers.has("x-experience-api-version")) return new Response(null, { status: 400 });
    const credentials = Buffer.from(`${key}:${secret}`).toString("base64");
    if (request.headers.get("authorization") !== `Basic ${credentials}`) return new Response(null, { status: 401 });
    const [one, gone] = [searchParams.get("statementId"), searchParams.get("voidedStatementId")];
    if (one === null && gone === null) return list(url);
    const found = statements.find(({ id }) => id === (one ?? gone));
    const ok = found && voided().includes(found.id) === (gone !== null);
    return ok ? Response.json(found) : new Response(null, { status: 404 });
  }

  return {
    ...{ endpoint, key, secret, statements, fetch },
    isConsistentThrough(moment: Date): void {
      through = () => moment;
    },
    /** Stores a statement, at a moment that is now unless it is given. */
    store(statement: object, stored = new Date().toISOString()): Statement {
      const whole = { id: randomUUID(), timestamp: new Date().toISOString(), ...statement, stored };
      statements.push(whole);
      return whole;
    },
  };
}

export const homePage = "https://courses.example";
const verb = (name: string) => ({ verb: { id: `http://adlnet.gov/expapi/verbs/${name}` } });

/** What an activity provider says of a person and an activity of the course. */
export function said(name: string, person: string, result: object = {}) {
  return {
    ...verb(name),
    actor: { objectType: "Agent", account: { homePage, name: person } },
    object: { id: `${homePage}/first-aid/quiz` },
    result,
    context: { contextActivities: { grouping: [{ id: `${homePage}/first-aid` }] } },
  };
}

/** That a statement is void. */
export function voids(id: string) {
  return {
    ...verb("voided"),
    actor: { objectType: "Agent", mbox: "mailto:admin@courses.example" },
    object: { objectType: "StatementRef", id },
  };
}
