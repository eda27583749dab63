import { describe, expect, it } from "vitest";
import { createKunnaClient } from "./client.ts";
import { KunnaError, OperationError } from "./errors.ts";
import { TypedDocumentString } from "./generated/operations.ts";
import { isRefusal, RefusedError, unwrap } from "./refusal.ts";
import { startStubServer } from "./server.test.support.ts";

const person = { __typename: "Person", id: "p1", name: "Ada", email: null, roles: ["LEARNER"] };
const organisation = { id: "o1", key: "acme", name: "Acme", timeZone: "Europe/Vienna" };
const refusal = { code: "ALREADY_ENROLLED", message: "You are on it.", help: "Go on with it." };

/** A client whose every answer is this. */
function answering(answer: () => Response | Promise<Response>) {
  return createKunnaClient({ url: "http://kunna.test/graphql", token: "t", fetch: async () => answer() });
}

describe("an operation", () => {
  it("gives data, and is sent with the token", async () => {
    const { url, requests } = await startStubServer({ viewer: () => person, organisation: () => organisation });
    const answer = await createKunnaClient({ url, token: "secret" }).viewer();
    expect(answer.viewer).toEqual({ id: "p1", name: "Ada", email: null, roles: ["LEARNER"] });
    expect(requests[0]?.authorization).toBe("Bearer secret");
  });

  it("asks for the token anew each time", async () => {
    const { url, requests } = await startStubServer({ viewer: () => person, organisation: () => organisation });
    let asked = 0;
    const client = createKunnaClient({ url, token: async () => `t${++asked}` });
    await client.viewer();
    await client.viewer();
    expect(requests.map(({ authorization }) => authorization)).toEqual(["Bearer t1", "Bearer t2"]);
  });

  it("may be one's own document, with its types", async () => {
    const { url } = await startStubServer({ program: ({ key }) => ({ id: "1", key, title: "Data" }) });
    const document = new TypedDocumentString<{ program: { title: string } | null }, { key: string }>(
      "query Title($key: String!) { program(key: $key) { title } }",
    );
    const { program } = await createKunnaClient({ url, token: "t" }).query(document, { key: "data" });
    expect(program?.title).toBe("Data");
  });

  it("may be what another generator made: a string with types, of a class of its own", async () => {
    class Generated<Result, Variables> extends String {
      declare readonly __apiType?: (variables: Variables) => Result;
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: as GraphQL Code Generator's class has one
      private readonly value: string;
      constructor(value: string) {
        super(value);
        this.value = value;
      }
    }
    const { url } = await startStubServer({ program: ({ key }) => ({ id: "1", key, title: "Data" }) });
    const document = new Generated<{ program: { title: string } | null }, { key: string }>(
      "query Title($key: String!) { program(key: $key) { title } }",
    );
    const { program } = await createKunnaClient({ url, token: "t" }).query(document, { key: "data" });
    expect(program?.title).toBe("Data");
  });

  it("throws GraphQL errors with their code and the request's id", async () => {
    const { url } = await startStubServer();
    const document = new TypedDocumentString<unknown, object>("{ nothing }");
    const failure = await createKunnaClient({ url, token: "t" })
      .query(document, {})
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OperationError);
    expect(failure).toMatchObject({ code: "GRAPHQL_VALIDATION_FAILED", requestId: "request-1" });
  });

  it("tells what answered where it was not GraphQL", async () => {
    const guard = { error: { code: "BODY_TOO_LARGE", message: "Too large." } };
    await expect(answering(() => Response.json(guard, { status: 413 })).viewer()).rejects.toMatchObject({
      code: "BODY_TOO_LARGE",
      status: 413,
    });
    const proxy = new Response("<html>", { status: 502, headers: { "x-request-id": "r9" } });
    await expect(answering(() => proxy).viewer()).rejects.toMatchObject({ code: "HTTP", status: 502, requestId: "r9" });
    await expect(answering(() => new Response("<html>")).viewer()).rejects.toMatchObject({ code: "MALFORMED_ANSWER" });
  });

  it("throws NETWORK with its cause when no answer, or half of one, came", async () => {
    const refused = await createKunnaClient({ url: "http://127.0.0.1:1/graphql", token: "t" })
      .viewer()
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(KunnaError);
    expect(refused).toMatchObject({ code: "NETWORK", requestId: null, cause: expect.any(TypeError) });
    const half = new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) });
    await expect(answering(() => new Response(half)).viewer()).rejects.toMatchObject({ code: "NETWORK" });
  });

  it("ends as the signal says, before the answer and within it", async () => {
    const document = new TypedDocumentString<unknown, object>("{ viewer { id } }");
    const { url } = await startStubServer({ viewer: () => new Promise(() => {}) });
    const waiting = createKunnaClient({ url, token: "t" }).query(document, {}, { signal: AbortSignal.timeout(30) });
    await expect(waiting).rejects.toMatchObject({ name: "TimeoutError" });

    const within = new AbortController();
    const body = new ReadableStream({
      start: (controller) => within.signal.addEventListener("abort", () => controller.error(within.signal.reason)),
    });
    const client = answering(() => {
      setTimeout(() => within.abort(), 10);
      return new Response(body);
    });
    await expect(client.query(document, {}, { signal: within.signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("a mutation", () => {
  const made = { __typename: "Enrolment", id: "e1", status: "ACTIVE", enrolledAt: "2026-11-24T09:00:00Z" };
  /** A client whose first answers are lost on the way, and the keys that came. */
  async function losing(answers: number) {
    const keys: unknown[] = [];
    const take = ({ idempotencyKey }: Readonly<Record<string, unknown>>) => {
      keys.push(idempotencyKey);
      return made;
    };
    const { url } = await startStubServer({}, { enrol: take, withdrawEnrolment: take });
    let left = answers;
    const client = createKunnaClient({
      url,
      token: "t",
      fetch: async (...request) => {
        const answer = await fetch(...request);
        if (left-- > 0) throw new TypeError("terminated");
        return answer;
      },
    });
    return { client, keys };
  }
  const withdraw = new TypedDocumentString<unknown, { idempotencyKey?: string | null }>(
    `mutation ($idempotencyKey: String) {
      withdrawEnrolment(enrolmentId: "e1", idempotencyKey: $idempotencyKey) { __typename }
    }`,
  );

  it("has a new key at each call, and the same when it is sent again", async () => {
    const { client, keys } = await losing(2);
    expect(unwrap(await client.enrolments.enrol({ programId: "p" })).id).toBe("e1");
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), keys[0], keys[0]]);
    await client.enrolments.enrol({ programId: "p" });
    expect(keys[3]).not.toBe(keys[0]);
  });

  it("is sent three times at most", async () => {
    const { client, keys } = await losing(3);
    await expect(client.enrolments.enrol({ programId: "p" })).rejects.toMatchObject({ code: "NETWORK" });
    expect(keys).toHaveLength(3);
  });

  it("has the caller's key where one is given", async () => {
    const { client, keys } = await losing(0);
    await client.enrolments.enrol({ programId: "p" }, { idempotencyKey: "mine" });
    await client.mutate(withdraw, {}, { idempotencyKey: "mine too" });
    await client.mutate(withdraw, { idempotencyKey: "and this" });
    await client.mutate(withdraw, { idempotencyKey: null });
    expect(keys).toEqual(["mine", "mine too", "and this", expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  it("of one's own is sent once where it has no variable for the key", async () => {
    const { client, keys } = await losing(1);
    const keyless = new TypedDocumentString<unknown, object>(
      'mutation { withdrawEnrolment(enrolmentId: "e1") { __typename } }',
    );
    await expect(client.mutate(keyless, {})).rejects.toMatchObject({ code: "NETWORK" });
    expect(keys).toEqual([undefined]);
  });

  it("is not sent again when the server said no, nor when the signal ended it", async () => {
    const answers: Response[] = [];
    const client = answering(() => {
      const answer = Response.json({ errors: [{ message: "No.", extensions: { code: "UNAUTHENTICATED" } }] });
      answers.push(answer);
      return answer;
    });
    await expect(client.mutate(withdraw, {})).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(answers).toHaveLength(1);

    const ended = new AbortController();
    const { client: waiting, keys } = await losing(3);
    const sent = waiting.mutate(withdraw, {}, { signal: ended.signal });
    const end = expect(sent).rejects.toMatchObject({ name: "AbortError" });
    await expect.poll(() => keys).toHaveLength(1);
    ended.abort();
    await end;
    expect(keys).toHaveLength(1);
  });
});

describe("a refusal", () => {
  it("is data, and is thrown only by unwrap", async () => {
    const given = { __typename: "AlreadyEnrolled", ...refusal, enrolmentId: "e1" };
    const { url } = await startStubServer({}, { enrol: () => given });
    const result = await createKunnaClient({ url, token: "t" }).enrolments.enrol({ programId: "p" });
    expect(result).toEqual(given);
    expect(isRefusal(result)).toBe(true);
    expect(() => unwrap(result)).toThrow(RefusedError);
    expect(() => unwrap(result)).toThrow(expect.objectContaining({ code: "ALREADY_ENROLLED", refusal: given }));
  });

  it("is not what was made", async () => {
    const made = { __typename: "Enrolment", id: "e1", status: "ACTIVE", enrolledAt: "2026-11-24T09:00:00Z" };
    const { url } = await startStubServer({}, { enrol: () => made });
    const result = await createKunnaClient({ url, token: "t" }).enrolments.enrol({ programId: "p" });
    expect(isRefusal(result)).toBe(false);
    // The type of `unwrap` has lost the refusals: `status` is there without a check.
    expect(unwrap(result).status).toBe("ACTIVE");
  });
});

describe("the main job", () => {
  it("uploads a file by the multipart request specification", async () => {
    const taken: { name: string; text: string }[] = [];
    const { url, requests } = await startStubServer(
      {},
      {
        uploadFile: async ({ file }) => {
          if (!(file instanceof Object && "text" in file)) throw new Error("No file came.");
          const { name } = file as File;
          taken.push({ name, text: await (file as File).text() });
          return { __typename: "EvidenceFile", id: "f1", name, mediaType: "text/plain", size: 5, sha256: "00" };
        },
      },
    );
    let sent: unknown;
    const client = createKunnaClient({
      url,
      token: "t",
      fetch: (input, init) => {
        sent = init?.body;
        return fetch(input, init);
      },
    });
    const file = unwrap(await client.evidence.upload(new Blob(["hello"], { type: "text/plain" }), "report.txt"));
    expect(file.id).toBe("f1");
    expect(taken).toEqual([{ name: "report.txt", text: "hello" }]);
    expect(requests[0]?.["x-kunna-upload"]).toBe("1");
    expect(requests[0]?.["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    // The order is the specification's: a server may begin before the file has come.
    const form = sent as FormData;
    expect([...form.keys()]).toEqual(["operations", "map", "file"]);
    expect(JSON.parse(String(form.get("operations")))).toMatchObject({ variables: { file: null } });
    expect(JSON.parse(String(form.get("map")))).toEqual({ file: ["variables.file"] });
  });

  it("shows groups of the path within groups", async () => {
    const group = (...members: unknown[]) => ({ __typename: "PathGroup", kind: "ALL", n: null, members });
    const path = group(
      { __typename: "PathModule", moduleKey: "m1" },
      group({ __typename: "PathModule", moduleKey: "m2" }, group({ __typename: "PathModule", moduleKey: "m3" })),
    );
    const enrolment = {
      ...{ __typename: "Enrolment", id: "e1", status: "ACTIVE", purpose: "INITIAL", certificate: null },
      program: { id: "p1", key: "data", title: "Data" },
      version: { path, modules: [] },
      progress: { complete: false, share: 0, modules: [], nextSteps: [] },
    };
    const { url } = await startStubServer({ node: ({ id }) => (id === "e1" ? enrolment : null) });
    const { enrolments } = createKunnaClient({ url, token: "t" });
    const { __typename, ...root } = path;
    expect((await enrolments.journey("e1"))?.version.path).toEqual(root);
    expect(await enrolments.journey("e2")).toBeNull();
  });

  it("finds one's own certificates, not those that one may read", async () => {
    const empty = { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };
    const { url } = await startStubServer({ viewer: () => ({ ...person, certificates: empty, enrolments: empty }) });
    const client = createKunnaClient({ url, token: "t" });
    expect(await client.certificates.mine()).toEqual(empty);
    expect(await client.enrolments.mine({ first: 5 })).toEqual(empty);
  });

  it("fetches a credential without the token: the address may be anyone's", async () => {
    const asked: Headers[] = [];
    let answer = () => Response.json({ type: ["VerifiableCredential"] });
    const client = createKunnaClient({
      url: "http://kunna.test/graphql",
      token: "secret",
      fetch: async (_input, init) => {
        asked.push(new Headers(init?.headers));
        return answer();
      },
    });
    const { fetchCredential } = client.certificates;
    expect(await fetchCredential("http://other.test/c/1")).toEqual({ type: ["VerifiableCredential"] });
    expect(asked[0]?.get("accept")).toBe("application/vc");
    expect(asked[0]?.has("authorization")).toBe(false);
    answer = () => new Response(null, { status: 404 });
    await expect(fetchCredential("http://other.test/c/2")).rejects.toMatchObject({ code: "HTTP", status: 404 });
    answer = () => new Response("<html>");
    await expect(fetchCredential("http://other.test/c/3")).rejects.toMatchObject({ code: "MALFORMED_ANSWER" });
  });

  it("verifies a certificate by its number at its own server alone, without the token", async () => {
    const asked: [url: string, headers: Headers][] = [];
    let answer = () => Response.json({ number: "7F3K", standing: { word: "CERTIFIED", certified: true } });
    const client = createKunnaClient({
      url: "http://kunna.test/api/graphql",
      token: "secret",
      fetch: async (input, init) => {
        asked.push([String(input), new Headers(init?.headers)]);
        return answer();
      },
    });
    const { verify } = client.certificates;
    expect(await verify("7F3K")).toMatchObject({ standing: { certified: true } });
    await verify("//other.test/7F3K?x#y");
    expect(asked.map(([url]) => url)).toEqual([
      "http://kunna.test/api/certificates/7F3K?format=verification",
      "http://kunna.test/api/certificates/%2F%2Fother.test%2F7F3K%3Fx%23y?format=verification",
    ]);
    expect(asked[0]?.[1].has("authorization")).toBe(false);
    answer = () => Response.json({ error: {} }, { status: 404 });
    expect(await verify("7F3K")).toBeNull();
    answer = () => new Response("", { status: 500 });
    await expect(verify("7F3K")).rejects.toMatchObject({ code: "HTTP", status: 500 });
    answer = () => new Response("<html>");
    await expect(verify("7F3K")).rejects.toMatchObject({ code: "MALFORMED_ANSWER" });
    answer = () => {
      throw new TypeError("fetch failed");
    };
    await expect(verify("7F3K")).rejects.toMatchObject({ code: "NETWORK" });
  });
});
