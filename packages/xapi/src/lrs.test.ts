import type { ConnectorContext } from "@kunna/lms-kit";
import { describe, expect, test } from "vitest";
import { connector } from "./connector.ts";
import { homePage, lrsDouble, said, voids } from "./lrs-double.test.support.ts";

function contextOf(lrs: ReturnType<typeof lrsDouble>, fetch: ConnectorContext["fetch"] = lrs.fetch): ConnectorContext {
  return {
    settings: { endpoint: `${lrs.endpoint}/`, lrsKey: lrs.key, homePage },
    secrets: { lrsSecret: lrs.secret },
    fetch,
    now: () => new Date(),
    signal: new AbortController().signal,
  };
}

/** Who is told of, page after page, from a cursor on. */
async function told(context: ConnectorContext, from: string | null = null) {
  const subjects: string[] = [];
  let [cursor, more] = [from, true];
  while (more) {
    const page = await connector.facts(context, cursor);
    subjects.push(...page.facts.map(({ subject }) => subject));
    [cursor, more] = [page.cursor, page.more];
  }
  return { subjects, cursor };
}

const people = ["a", "b", "c", "d", "e", "f", "g"];
const moment = "2026-03-01T10:00:00.123456Z";

describe("statements of an LRS", () => {
  test("of one moment, on more pages than one, are each told once", async () => {
    const lrs = lrsDouble();
    for (const person of people) lrs.store(said("completed", person), moment);
    const { subjects, cursor } = await told(contextOf(lrs));
    expect(subjects).toEqual(people);
    expect((await told(contextOf(lrs), cursor)).subjects).toEqual([]);
    lrs.store(said("completed", "late"), moment);
    expect((await told(contextOf(lrs), cursor)).subjects).toEqual(["late"]);
  });

  test("are told again for their moment, rather than not at all, when the last one was made void", async () => {
    const lrs = lrsDouble();
    const [, second] = ["a", "b", "c"].map((person) => lrs.store(said("completed", person), moment));
    const first = await connector.facts(contextOf(lrs), null);
    expect(first.facts.map(({ subject }) => subject)).toEqual(["a", "b"]);
    lrs.store(voids(second?.id ?? ""));
    const next = await connector.facts(contextOf(lrs), first.cursor);
    expect(next.facts).toMatchObject([
      { subject: "a", completed: true },
      { subject: "c", completed: true },
      { subject: "b", completed: false, provenance: { recordId: second?.id } },
    ]);
    expect((await connector.facts(contextOf(lrs), next.cursor)).facts).toEqual([]);
  });

  test("are told when they are settled, and none is passed over", async () => {
    const lrs = lrsDouble();
    lrs.store(said("completed", "a"), "2026-03-01T10:00:00Z");
    lrs.store(said("completed", "b"), "2026-03-01T10:00:05Z");
    lrs.isConsistentThrough(new Date("2026-03-01T10:00:03Z"));
    const { subjects, cursor } = await told(contextOf(lrs));
    expect(subjects).toEqual(["a"]);
    // What was stored before comes to light only now.
    const [first, last] = lrs.statements.splice(0);
    const between = lrs.store(said("completed", "between"), "2026-03-01T10:00:04Z");
    lrs.statements.splice(0, 1, ...[first, between, last].flatMap((one) => one ?? []));
    lrs.isConsistentThrough(new Date("2026-03-01T10:00:06Z"));
    expect((await told(contextOf(lrs), cursor)).subjects).toEqual(["between", "b"]);
  });

  test("that are no results, of others or not readable, hold up none", async () => {
    const lrs = lrsDouble();
    const other = { account: { homePage: "https://other.example", name: "x" } };
    lrs.store({ ...said("completed", "x"), actor: other });
    lrs.store({ ...said("completed", "x"), actor: { mbox: "mailto:x@example.org" } });
    lrs.store({ ...said("completed", "x"), timestamp: "yesterday" });
    lrs.store({ verb: 7 });
    lrs.store(said("experienced", "x"));
    lrs.store(voids("5cb4d9a5-5a3c-4d0b-9c4f-3f2b1a0c9d8e"));
    lrs.store(said("completed", "a"));
    expect((await told(contextOf(lrs))).subjects).toEqual(["a"]);
  });

  test("are not followed to another server, where the credentials would go too", async () => {
    const lrs = lrsDouble();
    const asked: string[] = [];
    const fetch = async (request: Request) => {
      asked.push(new URL(request.url).origin);
      return Response.json({ statements: [], more: "https://elsewhere.example/statements?more=1" });
    };
    await expect(connector.facts(contextOf(lrs, fetch), null)).rejects.toMatchObject({ code: "UNEXPECTED_ANSWER" });
    expect(asked).toEqual(["https://lrs.example"]);
  });

  test("with a next page for ever are given up", async () => {
    const lrs = lrsDouble();
    const fetch = async () => Response.json({ statements: [], more: "/xapi/statements?more=1" });
    await expect(connector.facts(contextOf(lrs, fetch), null)).rejects.toMatchObject({ code: "UNEXPECTED_ANSWER" });
  });
});
