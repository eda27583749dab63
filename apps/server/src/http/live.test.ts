import { createClient } from "graphql-ws";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { startTestServer } from "../server.test.support.ts";

async function graphql(url: string, token: string, query: string, variables: object = {}) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers,
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()).data;
}

const events = "subscription ($after: Cursor) { events(after: $after) { cursor type person { name } } }";
interface Told {
  data?: { events: { cursor: string; type: string } } | null;
  errors?: readonly { extensions?: { code?: string } }[];
}

it("carries subscriptions over graphql-ws on the same port and path, and resumes without gap or duplicate", async () => {
  const { url, demo, ...server } = await startTestServer({ KUNNA_DEMO: "true" });
  if (!demo) throw new Error("The server has no demo.");
  const { learner } = demo.tokens;
  const connect = (token: string) =>
    createClient({
      url: `${url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${token}` },
    });
  const { programs } = await graphql(url, learner, "{ programs(first: 3) { nodes { id } } }");
  const enrol = (id: string) =>
    graphql(url, learner, "mutation ($id: ID!) { enrol(input: { programId: $id }) { __typename } }", { id });

  const first = connect(learner);
  const stream = first.iterate<NonNullable<Told["data"]>>({ query: events });
  const next = stream.next();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await enrol(programs.nodes[0].id);
  const one = (await next).value.data.events;
  expect(one.type).toBe("PERSON_ENROLLED");
  await first.dispose();

  // While nobody listens.
  await enrol(programs.nodes[1].id);
  const second = connect(learner);
  const resumed = second.iterate<NonNullable<Told["data"]>>({ query: events, variables: { after: one.cursor } });
  const two = (await resumed.next()).value.data.events;
  await enrol(programs.nodes[2].id);
  const three = (await resumed.next()).value.data.events;
  expect(new Set([one.cursor, two.cursor, three.cursor]).size).toBe(3);
  const { events: feed } = await graphql(url, learner, "query ($after: Cursor) { events(after: $after) { cursor } }", {
    after: one.cursor,
  });
  expect(feed).toEqual([{ cursor: two.cursor }, { cursor: three.cursor }]);

  const nobody = connect("kunna_nobody");
  const refused = (await nobody.iterate({ query: events }).next()) as { value: Told };
  expect(refused.value.errors?.[0]?.extensions?.code).toBe("UNAUTHENTICATED");
  await nobody.dispose();

  // The server closes although a subscription is open.
  await server.close();
});

it("keeps an uploaded file for those who may see it, and never serves it as a page", async () => {
  const { url, demo } = await startTestServer({ KUNNA_DEMO: "true" });
  if (!demo) throw new Error("The server has no demo.");
  const upload = async (content: string, type: string, token: string) => {
    const form = new FormData();
    const query =
      "mutation ($file: File!) { uploadFile(file: $file) { __typename ... on EvidenceFile { url name size } ... on FileRefused { reason } } }";
    form.set("operations", JSON.stringify({ query, variables: { file: null } }));
    form.set("map", JSON.stringify({ f: ["variables.file"] }));
    form.set("f", new Blob([content], { type }), "../../så här.txt");
    const headers = { authorization: `Bearer ${token}`, "x-kunna-upload": "1" };
    const answer = await (await fetch(`${url}/graphql`, { method: "POST", headers, body: form })).json();
    if (!answer.data) throw new Error(JSON.stringify(answer));
    return answer.data.uploadFile;
  };
  const { learner, otherAdmin, manager } = demo.tokens;
  const file = await upload("hej", "text/plain", learner);
  expect(file).toMatchObject({ __typename: "EvidenceFile", name: "så här.txt", size: 3 });
  expect(await upload("<script>", "text/html", learner)).toEqual({ __typename: "FileRefused", reason: "TYPE" });
  expect(await upload("<svg/>", "image/svg+xml", learner)).toEqual({ __typename: "FileRefused", reason: "TYPE" });
  expect(await upload("", "text/plain", learner)).toEqual({ __typename: "FileRefused", reason: "EMPTY" });
  expect(await upload("x".repeat(25 * 1024 * 1024 + 1), "text/plain", learner)).toEqual({
    __typename: "FileRefused",
    reason: "TOO_LARGE",
  });

  const get = (token: string) => fetch(file.url, { headers: { authorization: `Bearer ${token}` } });
  const own = await get(learner);
  expect(await own.text()).toBe("hej");
  expect(own.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''s%C3%A5%20h%C3%A4r.txt");
  expect(own.headers.get("content-security-policy")).toContain("sandbox");
  expect(own.headers.get("x-content-type-options")).toBe("nosniff");
  // Not yet put forward, it is nobody else's; nor ever another organisation's.
  expect([(await get(manager)).status, (await get(otherAdmin)).status, (await fetch(file.url)).status]).toEqual([
    404, 404, 401,
  ]);
});
