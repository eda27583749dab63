import { auditServer } from "graphql-http";
import { expect, it } from "vitest";
import { startTestServer } from "../server.test.support.ts";

it("passes the whole audit of GraphQL over HTTP", { timeout: 120_000 }, async () => {
  const { url } = await startTestServer();
  const results = await auditServer({ url: `${url}/graphql` });
  const failed = results.flatMap((result) =>
    result.status === "ok" ? [] : [`${result.id} ${result.name}: ${result.reason}`],
  );
  expect(failed).toEqual([]);
  expect(results).toHaveLength(61);
});
