import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { createKunnaClient, isRefusal, KunnaError, OperationError, RefusedError, unwrap } from "./index.ts";

type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => void;

/** A server that answers as the test says: the edge where the real one is replaced. apps/server tests the client against the real one. */
async function answering(handler: Handler): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    handler(request, body, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const json = (response: ServerResponse, value: unknown, status = 200) =>
  response.writeHead(status, { "content-type": "application/json", "x-request-id": "r-1" }).end(JSON.stringify(value));

it("sends the operation with the token that is good now, and gives the data", async () => {
  const seen: string[] = [];
  const url = await answering((request, body, response) => {
    seen.push(String(request.headers.authorization), JSON.parse(body).query.trim().split("\n")[0]);
    json(response, {
      data: { programs: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } },
    });
  });
  let issued = 0;
  const client = createKunnaClient({ url, token: async () => `t${++issued}` });
  expect((await client.programs.find({ search: "x" })).totalCount).toBe(0);
  await client.programs.find();
  expect(seen.filter((_, index) => index % 2 === 0)).toEqual(["Bearer t1", "Bearer t2"]);
  expect(seen[1]).toMatch(/^query FindPrograms/);
});

it("gives a refusal as data, and throws it only when asked to", async () => {
  const refusal = { __typename: "NotFound", code: "NOT_FOUND", message: "No such program.", help: "Check the id." };
  const url = await answering((_request, _body, response) => json(response, { data: { enrol: refusal } }));
  const result = await createKunnaClient({ url, token: "t" }).enrolments.enrol({ programId: "x" });
  expect(isRefusal(result)).toBe(true);
  expect(() => unwrap(result)).toThrow(RefusedError);
  expect(() => unwrap(result)).toThrow("No such program. Check the id.");
  expect(unwrap({ __typename: "Enrolment", id: "1" })).toEqual({ __typename: "Enrolment", id: "1" });
});

it("names what went wrong on the way, with the request's id", async () => {
  const answers: [unknown, number][] = [
    [{ errors: [{ message: "Sign in first.", extensions: { code: "UNAUTHENTICATED" } }] }, 200],
    [{ error: { code: "BODY_TOO_LARGE", message: "Too large." } }, 413],
    ["?", 502],
  ];
  const url = await answering((_request, _body, response) => json(response, ...(answers.shift() ?? [null, 500])));
  const client = createKunnaClient({ url, token: "t" });
  const failure = () =>
    client.viewer().then(
      () => null,
      (error: unknown) => error,
    );
  const [first, second, third] = [await failure(), await failure(), await failure()];
  expect(first).toBeInstanceOf(OperationError);
  expect(first).toMatchObject({ code: "UNAUTHENTICATED", requestId: "r-1" });
  expect(second).toMatchObject({ code: "BODY_TOO_LARGE", requestId: "r-1" });
  expect(third).toMatchObject({ code: "HTTP", requestId: "r-1" });
  const nowhere = createKunnaClient({ url: "http://127.0.0.1:1/graphql", token: "t" });
  const lost = await nowhere.viewer().catch((error: unknown) => error);
  expect(lost).toBeInstanceOf(KunnaError);
  expect(lost).toMatchObject({ code: "NETWORK", requestId: null });
});

it("uploads by the multipart request specification, with the header that proves it is no form", async () => {
  let sent = { type: "", proof: "", body: "" };
  const url = await answering((request, body, response) => {
    sent = { type: String(request.headers["content-type"]), proof: String(request.headers["x-kunna-upload"]), body };
    json(response, {
      data: {
        uploadFile: {
          __typename: "EvidenceFile",
          id: "f",
          name: "a.txt",
          mediaType: "text/plain",
          size: 1,
          sha256: "",
        },
      },
    });
  });
  await createKunnaClient({ url, token: "t" }).evidence.upload(new Blob(["x"], { type: "text/plain" }), "a.txt");
  expect(sent.type).toMatch(/^multipart\/form-data; boundary=/);
  expect(sent.proof).toBe("1");
  const parts = [...sent.body.matchAll(/name="(\w+)"/g)].map(([, name]) => name);
  expect(parts).toEqual(["operations", "map", "file"]);
});

it("follows the feed across lost connections: each event once, after the last cursor", async () => {
  const asked: (string | null)[] = [];
  const feed = ["c1", "c2", "c3", "c4"];
  const url = await answering((_request, body, response) => {
    const after: string | null = JSON.parse(body).variables.after;
    asked.push(after);
    const [next, later] = feed.slice(after === null ? 0 : feed.indexOf(after) + 1);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(":\n\n");
    // Two events at a time, the second cut into pieces, and then the connection is lost.
    response.write(`event: next\ndata: {"data":{"events":{"cursor":"${next}"}}}\n\nevent: next\ndata: {"data":{"ev`);
    setTimeout(() => {
      response.write(`ents":{"cursor":"${later}"}}}\n\n`);
      setTimeout(() => response.destroy(), 5);
    }, 5);
  });
  const seen: string[] = [];
  for await (const { cursor } of createKunnaClient({ url, token: "t" }).events()) {
    if (seen.push(cursor) === 4) break;
  }
  expect(seen).toEqual(feed);
  expect(asked).toEqual([null, "c2"]);
});

it("ends the feed without an error when it is told to, and with one when waiting would not help", async () => {
  const url = await answering((_request, _body, response) => {
    json(response, { errors: [{ message: "Sign in first.", extensions: { code: "UNAUTHENTICATED" } }] });
  });
  const client = createKunnaClient({ url, token: "t" });
  await expect(client.events().next()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  const aborted = client.events({ signal: AbortSignal.abort() });
  expect(await aborted.next()).toEqual({ done: true, value: undefined });
});
