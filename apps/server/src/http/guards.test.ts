import { request } from "node:http";
import { expect, it } from "vitest";
import { startTestServer } from "../server.test.support.ts";

interface Answer {
  status: number;
  body: { data?: unknown; errors?: { message: string; extensions: { code?: string } }[]; error?: { code: string } };
}

async function post(url: string, query: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const body = typeof query === "string" ? JSON.stringify({ query }) : JSON.stringify(query);
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

it("turns away, before it is read, what no client of ours sends", async () => {
  const { url } = await startTestServer();
  const simple = await post(url, "{ __typename }", { "content-type": "text/plain" });
  expect([simple.status, simple.body.error?.code]).toEqual([403, "CSRF_REFUSED"]);
  const form = await fetch(`${url}/graphql`, { method: "POST", body: new FormData() });
  expect([form.status, ((await form.json()) as Answer["body"]).error?.code]).toEqual([403, "CSRF_REFUSED"]);
  const large = await post(url, `{ __typename } # ${"x".repeat(5_000_000)}`);
  expect([large.status, large.body.error?.code]).toEqual([413, "BODY_TOO_LARGE"]);
  expect(await postWithoutLength(`${url}/graphql`)).toEqual([411, "LENGTH_REQUIRED"]);
  // And what it turned away has not harmed it.
  expect((await post(url, "{ __typename }")).status).toBe(200);
});

function postWithoutLength(url: string): Promise<[number | undefined, string]> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: "POST", headers: { "content-type": "application/json" } },
      async (incoming) => {
        let text = "";
        for await (const chunk of incoming) text += chunk;
        resolve([incoming.statusCode, JSON.parse(text).error.code]);
      },
    );
    outgoing.on("error", reject);
    outgoing.write('{"query":');
    outgoing.end('"{ __typename }"}');
  });
}

it("bounds what one operation may ask for, each bound with its code", async () => {
  const server = await startTestServer({ KUNNA_DEMO: "true" });
  const headers = { authorization: `Bearer ${server.demo?.tokens.programOwner}` };
  const deep = `{ viewer ${"{ enrolments(first: 1) { nodes { person ".repeat(8)}{ name } ${"} } }".repeat(8)} }`;
  const codes = async (query: unknown) => {
    const { body } = await post(server.url, query, headers);
    return body.errors?.map(({ extensions, message }) => extensions.code ?? message)[0];
  };
  expect(await codes(deep)).toBe("OPERATION_TOO_LARGE");
  const wide =
    "{ programs(first: 100) { nodes { versions(first: 100) { nodes { modules { requirements { key title } } } } } } }";
  expect(await codes(wide)).toBe("OPERATION_TOO_LARGE");
  const aliases = `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: organisation { key }`).join(" ")} }`;
  expect(await codes(aliases)).toBe("OPERATION_TOO_LARGE");
  expect(await codes(`{ ${"__typename ".repeat(5_000)} }`)).toBe("OPERATION_TOO_LARGE");
  expect(await codes(`{ __typename ${"@include(if: true) ".repeat(40)} }`)).toBe("OPERATION_TOO_LARGE");
  const batch = await post(
    server.url,
    Array.from({ length: 11 }, () => ({ query: "{ __typename }" })),
    headers,
  );
  expect(batch.status).toBe(413);
});

it("says what is wrong with an id, a cursor or a token, and never more", async () => {
  const server = await startTestServer({ KUNNA_DEMO: "true" });
  const headers = { authorization: `Bearer ${server.demo?.tokens.learner}` };
  const first = async (query: string, given = headers) => (await post(server.url, query, given)).body.errors?.[0];
  for (const id of ["", "x", "AAAA", "%00", Buffer.from("Person:1").toString("base64url"), "🙂"]) {
    expect((await first(`{ node(id: ${JSON.stringify(id)}) { id } }`))?.extensions.code).toBe("MALFORMED_ID");
  }
  for (const cursor of [
    "",
    "x",
    "R1BDOlM6eA",
    Buffer.from("GPC:S:not-a-uuid").toString("base64"),
    Buffer.from("GPC:N:12").toString("base64"),
  ]) {
    const error = await first(`{ programs(first: 1, after: ${JSON.stringify(cursor)}) { nodes { key } } }`);
    expect([cursor, error?.extensions.code]).toEqual([cursor, "MALFORMED_CURSOR"]);
  }
  const wrongType = Buffer.from(`Team:${crypto.randomUUID()}`).toString("base64url");
  expect((await first(`{ enrolments(programId: "${wrongType}") { totalCount } }`))?.extensions.code).toBe(
    "INVALID_INPUT",
  );
  expect((await first("{ programs(first: -1) { nodes { key } } }"))?.extensions.code).toBe("BAD_USER_INPUT");
  expect((await first('{ events(after: "x") { type } }'))?.extensions.code).toBe("BAD_USER_INPUT");
  expect((await first("{ viewer { name } }", { authorization: "Bearer kunna_nobody" }))?.extensions.code).toBe(
    "UNAUTHENTICATED",
  );
});
