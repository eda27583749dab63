import { expect, it } from "vitest";
import { startTestServer } from "../server.test.support.ts";
import { postGraphql } from "../suite.test.support.ts";
import { receiver } from "./webhooks.test.support.ts";

it("a running server sends what happens, and a test, to an endpoint on this machine where that is allowed", async () => {
  const server = await startTestServer({ KUNNA_DEMO: "true", KUNNA_WEBHOOK_PRIVATE: "true" });
  const to = await receiver();
  const ask = async (query: string, variables: object) => {
    const headers = { authorization: `Bearer ${server.demo?.tokens.admin}` };
    const { data } = (await (await postGraphql(server, { query, variables }, headers)).json()) as {
      data: { result: { endpoint: { id: string } } };
    };
    return data.result;
  };
  const create = `mutation ($url: String!) { result: createWebhookEndpoint(input: {
    url: $url, description: "x", types: [PERSON_CREATED] }) { ... on IssuedWebhookSecret { endpoint { id } } } }`;
  const { endpoint } = await ask(create, { url: to.url });
  await ask("mutation ($id: ID!) { result: sendTestWebhook(endpointId: $id) { __typename } }", { id: endpoint.id });
  await ask(`mutation ($input: CreatePersonInput!) { result: createPerson(input: $input) { __typename } }`, {
    input: { name: "Nils Ek", email: "nils.ek@example.org", roles: [] },
  });
  // The test's own time limit is the only one.
  while (to.received.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(to.received.map(({ event }) => event.type).toSorted()).toEqual(["org.kunna.person_created", "org.kunna.ping"]);
});
