import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { expect, it } from "vitest";
import type { TestServer } from "./test-server.ts";
import { data, enrolOn, people, reviewMutation, startDemo, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`SQL statements on ${kind}`, ({ skip }) => skip(reason));

const catalogue = "{ programs(first: 5) { totalCount nodes { key title publishedVersion { summary } } } }";
const journey = `query ($id: ID!) { node(id: $id) { ... on Enrolment {
  program { key } version { modules { key requirements { key kind } } }
  progress { share nextSteps { kind requirementKey } } certificate { number }
} } }`;
const myEnrolments = "{ enrolments { nodes { program { title } progress { share } } } }";
const queue =
  "{ reviewQueue { totalCount nodes { person { name } requirements { title } latestRevision { text files { name } } } } }";
/** The deepest of the demo: from the catalogue to what reviewers said of each revision. */
const deepest = `{ programs(first: 3) { nodes { key title publishedVersion {
  title modules { title requirements { title } competencies { code label } }
} enrolments(first: 5) { nodes { person { name } progress { share } certificate { number } evidence(first: 5) { nodes {
  status requirements { key } revisions { number text files { name } reviews { verdict reviewer { name } } }
} } } } } } }`;

it.each(kinds)("each operation issues the same statements however many rows there are, on %s", async (kind) => {
  const server = await startDemo(kind);
  const learner = await people.learner(server);
  const reviewer = await people.reviewer(server);
  const enrolmentId = await enrolOn(server, learner, "digcomp-1-foundation");
  const test = { enrolmentId, requirementKeys: ["1-1-browsing-test"], score: 90 };
  await submit(server, learner, test);

  const ask = async () => ({
    catalogue: await statements(server, learner, catalogue),
    journey: await statements(server, learner, journey, { id: enrolmentId }),
    myEnrolments: await statements(server, learner, myEnrolments),
    reviewQueue: await statements(server, reviewer, queue),
    deepest: await statements(server, reviewer, deepest),
  });
  const few = await ask();
  for (const program of ["digcomp-2-foundation", "digcomp-3-foundation", "digcomp-4-foundation"])
    await enrolOn(server, learner, program);
  await enrolOn(server, await people.colleague(server), "digcomp-1-foundation");
  for (let i = 0; i < 5; i++)
    await submit(server, learner, { ...test, requirementKeys: ["1-2-evaluating-test", "1-3-managing-test"] });
  const many = await ask();
  expect(count(many)).toEqual(count(few));
  await expect(JSON.stringify(many, null, 2)).toMatchFileSnapshot("__snapshots__/reads.sql.json");
});

it.each(kinds)("each command issues the statements that it is known for, on %s", async (kind) => {
  const server = await startDemo(kind);
  const learner = await people.learner(server);
  const reviewer = await people.reviewer(server);
  const enrolmentId = await enrolOn(server, learner, "digcomp-1-foundation");
  let evidenceId = "";
  const submitted = await watched(server, async () => {
    evidenceId = await submit(server, learner, { enrolmentId, requirementKeys: ["1-1-browsing-test"], score: 90 });
  });
  const reviewed = await watched(server, () =>
    data(server, reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" }),
  );
  const rest = ["1-2-evaluating-test", "1-3-managing-test", "apply-task", "apply-reflection"];
  const { node } = await data(
    server,
    learner,
    "query ($id: ID!) { node(id: $id) { ... on Enrolment { version { modules { requirements { key } } } } } }",
    { id: enrolmentId },
  );
  const keys = node.version.modules.flatMap((module: { requirements: { key: string }[] }) =>
    module.requirements.map(({ key }) => key),
  );
  expect(keys).toHaveLength(rest.length + 1);
  const last = await submit(server, learner, {
    enrolmentId,
    requirementKeys: keys.slice(1),
    score: 90,
    text: "I did, I learnt, I will.",
  });
  const awarded = await watched(server, async () => {
    const { reviewEvidence } = await data(server, reviewer, reviewMutation, { evidenceId: last, verdict: "ACCEPTED" });
    expect(reviewEvidence.enrolment).toMatchObject({
      status: "COMPLETED",
      certificate: { number: expect.any(String) },
    });
  });
  await expect(JSON.stringify({ submitted, reviewed, awarded }, null, 2)).toMatchFileSnapshot(
    "__snapshots__/commands.sql.json",
  );
});

it.each(kinds)("an idempotency key adds two statements, and sent again there are two, on %s", async (kind) => {
  const server = await startDemo(kind);
  const learner = await people.learner(server);
  const colleague = await people.colleague(server);
  const { program } = await data(server, learner, `{ program(key: "digcomp-1-foundation") { id } }`);
  const enrol = (actor: Actor, key: string | null) => {
    const document =
      "mutation ($id: ID!, $key: String) { enrol(input: { programId: $id }, idempotencyKey: $key) { __typename } }";
    return watched(server, async () => {
      const { enrol } = await data(server, actor, document, { id: program.id, key });
      expect(enrol.__typename).toBe("Enrolment");
    });
  };
  const without = await enrol(colleague, null);
  const first = await enrol(learner, "k");
  const again = await enrol(learner, "k");
  expect(first.filter((sql) => !without.includes(sql))).toEqual([
    expect.stringMatching(/^ with removed as .* insert into "IdempotencyKey"/),
    expect.stringMatching(/^ update "IdempotencyKey"/),
  ]);
  expect(first).toHaveLength(without.length + 2);
  expect(again.filter((sql) => sql.includes("IdempotencyKey"))).toHaveLength(2);
  expect(again.some((sql) => /INSERT INTO "(Enrolment|Event)"/.test(sql))).toBe(false);
});

/** In the order of the alphabet: what a query asks for side by side comes in any order. */
async function statements(server: TestServer, actor: Actor, document: string, variables?: Record<string, unknown>) {
  return (await watched(server, () => data(server, actor, document, variables))).toSorted();
}

/** The statements that go to the database meanwhile, without what differs from run to run; the relay's are left out. */
async function watched({ services: { database } }: TestServer, work: () => Promise<unknown>): Promise<string[]> {
  await relayIsIdle();
  const seen: string[] = [];
  const stop = database.onQuery(({ sql }) => seen.push(sql));
  await work();
  stop();
  return seen.filter(isOurs).map(normalised);
}

/** The relay works after each commit, beside what is watched. */
function relayIsIdle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 150));
}

function isOurs(sql: string): boolean {
  return !/"Feed"|unplaced|^(BEGIN|COMMIT|ROLLBACK)\b(?!.*set_config)/.test(sql);
}

function normalised(sql: string): string {
  return sql
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<organisation>")
    .replace(/\$\d+(,\$\d+)+/g, "$n,...")
    .replace(/IN \(\$\d+\)|= \$\d+/g, (part) => part.replace(/\$\d+/, "$n"))
    .replace(/\$\d+/g, "$n")
    .replace(/"public"\./g, "")
    .replace(/\s+/g, " ");
}

function count(operations: Record<string, string[]>): Record<string, number> {
  return Object.fromEntries(Object.entries(operations).map(([name, statements]) => [name, statements.length]));
}
