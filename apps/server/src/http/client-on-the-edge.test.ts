import { EdgeVM } from "@edge-runtime/vm";
import { rolldown } from "rolldown";
import { Webhook } from "standardwebhooks";
import { beforeAll, expect, it } from "vitest";
import { serverSuite } from "../suite.test.support.ts";

/** The built client as one script, as an edge worker's build makes it: what is loaded later is in it. */
async function bundled(name: string): Promise<string> {
  const build = await rolldown({ input: name, platform: "browser", cwd: import.meta.dirname });
  const { output } = await build.generate({ format: "iife", name: "kunna", codeSplitting: false, minify: true });
  await build.close();
  const [script] = output;
  return script.code;
}

const suite = serverSuite("embedded");
let client: string;
let webhooks: string;
beforeAll(async () => {
  [client, webhooks] = await Promise.all([bundled("@kunna/client"), bundled("@kunna/client/webhooks")]);
});

/** What a function body gives on a runtime that has the web's own interfaces and nothing of Node's. */
async function onTheEdge<Result>(script: string, body: string, given: object): Promise<Result> {
  const edge = new EdgeVM();
  const run = edge.evaluate<Promise<string>>(
    `${script};(async (given) => JSON.stringify(await (async () => { ${body} })()))(${JSON.stringify(given)})`,
  );
  return JSON.parse(await run);
}

it("the built client asks, changes and uploads on an edge runtime", async () => {
  const learner = suite.token("learner");
  const answer = await onTheEdge(
    client,
    `const { createKunnaClient, isRefusal, unwrap, paginate } = kunna;
    const told = [];
    const me = createKunnaClient({ url: given.url, token: given.learner });
    const file = new Blob(["x".repeat(200_000)], { type: "text/plain" });
    const uploaded = unwrap(await me.evidence.upload(file, "Över allt.txt", { onProgress: (one) => told.push(one) }));
    const names = [];
    for await (const program of paginate(me.programs.find, { size: 2 })) names.push(program.title);
    const unknown = await me.enrolments.enrol({ programId: "UHJvZ3JhbTow" });
    const wrong = await createKunnaClient({ url: given.url, token: "no" }).viewer().catch(({ code }) => code);
    return { node: typeof process + typeof require, file: uploaded, told, names, refused: isRefusal(unknown), wrong };`,
    { url: `${suite.url}/graphql`, learner },
  );
  expect(answer).toMatchObject({
    node: "undefinedundefined",
    file: { name: "Över allt.txt", size: 200_000 },
    names: expect.arrayContaining([expect.any(String), expect.any(String), expect.any(String)]),
    refused: true,
    wrong: "UNAUTHENTICATED",
  });
  const { told } = answer as { told: { sent: number; total: number }[] };
  expect(told.length).toBeGreaterThan(2);
  expect(told.at(-1)?.sent).toBe(told[0]?.total);
});

it("the built client follows the feed on an edge runtime, and ends it", async () => {
  const cursors = await onTheEdge<string[]>(
    client,
    `const admin = kunna.createKunnaClient({ url: given.url, token: given.admin });
    const cursors = [];
    for await (const { cursor } of admin.events({ after: given.after })) if (cursors.push(cursor) === 3) break;
    return cursors;`,
    { url: `${suite.url}/graphql`, admin: suite.token("admin"), after: btoa("feed:0") },
  );
  expect(new Set(cursors).size).toBe(3);
});

it("webhooks are verified on an edge runtime", async () => {
  const secret = `whsec_${btoa("e".repeat(32))}`;
  const now = new Date();
  const body = JSON.stringify({
    id: "1",
    source: "s",
    subject: "t",
    time: now,
    data: { type: "PING", endpointId: "e" },
  });
  const headers = {
    "webhook-id": "1",
    "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
    "webhook-signature": new Webhook(secret).sign("1", now, body),
  };
  const answer = await onTheEdge(
    webhooks,
    `const request = () => new Request("https://hooks.example.org/", { method: "POST", headers: given.headers, body: given.body });
    const event = await kunna.receiveWebhook(request(), { secrets: [given.secret] });
    const other = await kunna.receiveWebhook(request(), { secrets: ["whsec_b3RoZXI="] }).catch(({ code }) => code);
    return [event.type, other];`,
    { secret, headers, body },
  );
  expect(answer).toEqual(["PING", "SIGNATURE_MISMATCH"]);
});
