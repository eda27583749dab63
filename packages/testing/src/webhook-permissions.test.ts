import { decodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Action, can, roles } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import type { tried } from "./permission-cases.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the permission table of webhooks on ${kind}`, ({ skip }) => skip(reason));

const create = `mutation ($input: CreateWebhookEndpointInput!) { result: createWebhookEndpoint(input: $input) {
  __typename ... on Refusal { code } ... on IssuedWebhookSecret { endpoint { id } } } }`;
const url = "https://hooks.example.org/kunna";
const input = { url, description: "An integration" };

describe.each(kinds)("the permission table of webhooks on %s", (kind) => {
  const suite = demoSuite(kind);

  /** An endpoint with a delivery. */
  async function endpoint(): Promise<{ endpointId: string; deliveryId: string }> {
    const { server, actors } = suite;
    const { result } = await data(server, actors.admin, create, { input });
    const test = "mutation ($id: ID!) { sendTestWebhook(endpointId: $id) { ... on WebhookDelivery { id } } }";
    const { sendTestWebhook } = await data(server, actors.admin, test, { id: result.endpoint.id });
    return { endpointId: result.endpoint.id, deliveryId: sendTestWebhook.id };
  }

  it.each(roles)("%s: endpoints are created, changed and replayed, and seen, as it says", async (role) => {
    const { server } = suite;
    const actor = await newPerson(suite, [role]);
    const may = (action: Action) => can(actor, action, { organisationId: actor.organisationId });
    const { endpointId, deliveryId } = await endpoint();
    const cases: Record<(typeof tried.toWebhooks)[number], [made: string, type: string, argument: unknown]> = {
      createWebhookEndpoint: ["IssuedWebhookSecret", "CreateWebhookEndpointInput", input],
      changeWebhookEndpoint: ["WebhookEndpoint", "ChangeWebhookEndpointInput", { endpointId, url }],
      rotateWebhookSecret: ["IssuedWebhookSecret", "ID", endpointId],
      pauseWebhookEndpoint: ["WebhookEndpoint", "ID", endpointId],
      resumeWebhookEndpoint: ["WebhookEndpoint", "ID", endpointId],
      sendTestWebhook: ["WebhookDelivery", "ID", endpointId],
      replayWebhookDelivery: ["WebhookDelivery", "ID", deliveryId],
      replayWebhooks: ["WebhookReplay", "ReplayWebhooksInput", { endpointId, after: "ZmVlZDow" }],
      retireWebhookEndpoint: ["WebhookEndpoint", "ID", endpointId],
    };
    for (const [field, [made, type, argument]] of Object.entries(cases)) {
      const name = type !== "ID" ? "input" : field === "replayWebhookDelivery" ? "deliveryId" : "endpointId";
      const document = `mutation ($it: ${type}!) { result: ${field}(${name}: $it) { __typename ... on Refusal { code } } }`;
      const { result } = await data(server, actor, document, { it: argument });
      const wanted = may("webhook.edit") ? made : "NOT_PERMITTED";
      expect([field, result.code ?? result.__typename]).toEqual([field, wanted]);
    }

    const nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    const ids = [endpointId, deliveryId];
    const seen = may("webhook.read") ? ids.map((id) => ({ id })) : [null, null];
    expect((await data(server, actor, nodes, { ids })).nodes).toEqual(seen);
    const listed = await server.execute(actor, "{ webhookEndpoints { totalCount nodes { id } } }");
    expect(listed.errors?.map(({ extensions }) => extensions.code)).toEqual(
      may("webhook.read") ? undefined : ["NOT_PERMITTED"],
    );
  });

  it("a retired endpoint stays retired", async () => {
    const { server, actors } = suite;
    const { endpointId, deliveryId } = await endpoint();
    const run = async (field: string, id = endpointId) => {
      const name = field === "replayWebhookDelivery" ? "deliveryId" : "endpointId";
      const document = `mutation ($id: ID!) { result: ${field}(${name}: $id) { __typename ... on Refusal { code } } }`;
      const { result } = await data(server, actors.admin, document, { id });
      return result.code ?? result.__typename;
    };
    expect(await run("retireWebhookEndpoint")).toBe("WebhookEndpoint");
    for (const field of ["pause", "resume", "retire"])
      expect(await run(`${field}WebhookEndpoint`)).toBe("WEBHOOK_ENDPOINT_RETIRED");
    expect(await run("sendTestWebhook")).toBe("WEBHOOK_ENDPOINT_RETIRED");
    expect(await run("rotateWebhookSecret")).toBe("WEBHOOK_ENDPOINT_RETIRED");
    expect(await run("replayWebhookDelivery", deliveryId)).toBe("WEBHOOK_ENDPOINT_RETIRED");
    const left = await server.services.database.asSystem((tx) =>
      tx.webhookSecret.count({ where: { endpointId: decodeId(endpointId).id } }),
    );
    expect(left).toBe(0);
  });
});
