import { type AddressInfo, connect, createServer } from "node:net";
import { createKunnaClient, unwrap } from "@kunna/client";
import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { serverSuite } from "../suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`a cut connection on ${kind}`, ({ skip }) => skip(reason));

/** A way to the server on which the first `cuts` answers are lost: the connection is cut when an answer begins to come. */
async function cuttingProxy(target: string, cuts: number): Promise<{ readonly url: string; cut: number }> {
  const { hostname, port } = new URL(target);
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    const end = () => {
      client.destroy();
      server.destroy();
    };
    client.pipe(server);
    client.on("close", end).on("error", end);
    server.on("close", end).on("error", end);
    server.on("data", (bytes) => {
      if (state.cut === cuts) return void client.write(bytes);
      state.cut++;
      end();
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  const state = { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/graphql`, cut: 0 };
  return state;
}

describe.each(kinds)("the client, on %s", (kind) => {
  const suite = serverSuite(kind);

  it("gets the first result when the connection is cut after the commit, and it is done once", async () => {
    const { program } = await suite.ask<{ program: { id: string } }>(
      "learner",
      '{ program(key: "digcomp-3-foundation") { id } }',
    );
    const proxy = await cuttingProxy(suite.url, 2);
    const client = createKunnaClient({ url: proxy.url, token: suite.token("learner") });
    const enrolment = unwrap(await client.enrolments.enrol({ programId: program.id }));
    expect(proxy.cut).toBe(2);
    const { enrolments } = await suite.ask<{ enrolments: { nodes: { id: string; program: { id: string } }[] } }>(
      "learner",
      "{ enrolments(first: 100) { nodes { id program { id } } } }",
    );
    expect(enrolments.nodes.filter((one) => one.program.id === program.id)).toEqual([
      { id: enrolment.id, program: { id: program.id } },
    ]);
    // Without the key the second try would have been told that the first one had gone through.
    const again = await client.enrolments.enrol({ programId: program.id });
    expect(again).toMatchObject({ __typename: "AlreadyEnrolled", enrolmentId: enrolment.id });
  });
});
