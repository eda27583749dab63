import { expect, expectTypeOf, it } from "vitest";
import { createKunnaClient } from "./client.ts";
import type { CertificateUpdate } from "./follow-events.ts";
import { TypedDocumentString } from "./generated/operations.ts";
import { startStubServer } from "./server.test.support.ts";

type Client = ReturnType<typeof createKunnaClient>;
type Update = { readonly event: { readonly cursor: string } };

it.each<[name: string, follow: (client: Client, after: string) => AsyncGenerator<Update, void>]>([
  ["a certificate", ({ certificates }, after) => certificates.changes("c1", { after })],
  ["one's renewals", ({ certificates }, after) => certificates.myRenewals({ after })],
  ["one's review queue", ({ evidence }, after) => evidence.toReview({ after })],
])("what happens to %s is followed over a lost connection, without gap or duplicate", async (_name, follow) => {
  const server = await startStubServer();
  server.feed.add("c0", "c1");
  const updates = follow(createKunnaClient({ url: server.url, token: "t" }), "c0");
  expect((await updates.next()).value).toMatchObject({ event: { cursor: "c1" } });
  server.drop();
  server.feed.add("c2", "c3");
  expect((await updates.next()).value).toMatchObject({ event: { cursor: "c2" } });
  expect((await updates.next()).value).toMatchObject({ event: { cursor: "c3" } });
  expect(server.feed.starts).toEqual(["c0", "c1"]);
  await updates.return();
});

it("a certificate comes as it is since", async () => {
  const server = await startStubServer();
  server.feed.add("c0", "c1");
  const updates = createKunnaClient({ url: server.url, token: "t" }).certificates.changes("c1", { after: "c0" });
  const { value } = await updates.next();
  expectTypeOf(updates).toEqualTypeOf<AsyncGenerator<CertificateUpdate, void>>();
  expect(value).toMatchObject({ certificate: { number: "7F3K", standing: "CERTIFIED" } });
  await updates.return();
});

it("any subscription that takes `after` is followed by where its results stand", async () => {
  const document = new TypedDocumentString<
    { readonly myRenewals: Update },
    { readonly after?: string | null; readonly unused: number }
  >("subscription ($after: Cursor) { myRenewals(after: $after) { event { cursor } } }");
  const server = await startStubServer();
  server.feed.add("c0", "c1");
  const states: string[] = [];
  const cursorOf = ({ myRenewals }: { readonly myRenewals: Update }) => myRenewals.event.cursor;
  const client = createKunnaClient({ url: server.url, token: "t" });
  const onState = (state: string) => states.push(state);
  const results = client.follow(document, { unused: 1 }, { cursorOf, after: "c0", onState });
  expect((await results.next()).value).toEqual({ myRenewals: { event: { cursor: "c1" } } });
  server.feed.complete();
  server.feed.add("c2");
  expect((await results.next()).value).toEqual({ myRenewals: { event: { cursor: "c2" } } });
  expect(server.feed.starts).toEqual(["c0", "c1"]);
  expect(states).toEqual(["connecting", "open", "waiting", "connecting", "open"]);
  await results.return();
});
