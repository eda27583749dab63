import { createContext, findPublicCertificate, importKinds, importRows, type RowResult } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { demoSuite, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`importing history on ${kind}`, ({ skip }) => skip(reason));

const importHistory = `mutation ($rows: [HistoryRowInput!]!, $dryRun: Boolean) {
  importHistory(input: { rows: $rows, dryRun: $dryRun }) {
    __typename
    ... on ImportReport { dryRun created changed unchanged refused rows { row result id: nodeId problems { code path } } }
    ... on Refusal { code }
  }
}`;

const certificatesOf = `query ($person: ID!) { certificates(personId: $person, first: 50) { nodes {
  id number origin source externalNumber title recipientName awardedAt validFrom opensAt expiresAt graceEndsAt credential
  enrolment { id } version { number } standing now: standing
} } }`;

describe.each(kinds)("importing history on %s", (kind) => {
  const suite = demoSuite(kind);

  /** A program whose certificates hold two years, and a person; and a row of that person in that program. */
  async function start(policy: object = {}) {
    const { server, actors } = suite;
    const { programId } = await publishedProgram(suite, policy);
    const learner = await newPerson(suite, ["LEARNER"]);
    const { node } = await data(server, actors.admin, "query ($id: ID!) { node(id: $id) { ... on Program { key } } }", {
      id: programId,
    });
    const { viewer } = await data(server, learner, "{ viewer { id email } }");
    const row = { personEmail: viewer.email, programKey: node.key, source: "The old register" };
    return { learner, personId: viewer.id as string, programId, row };
  }

  async function send(rows: readonly object[], dryRun = false) {
    const { importHistory: report } = await data(suite.server, suite.actors.admin, importHistory, { rows, dryRun });
    return report;
  }

  const told = (report: { rows: RowResult[] }) =>
    report.rows.map(({ result, problems }) => [result, ...problems.map(({ code, path }) => `${path} ${code}`)]);

  const written = (personEmail: string) =>
    suite.server.services.database.asSystem(async (tx) => ({
      certificates: await tx.certificate.findMany({
        where: { person: { email: personEmail } },
        orderBy: { validFrom: "asc" },
        omit: { id: true, number: true },
      }),
      events: await tx.event.count({ where: { type: "CERTIFICATE_IMPORTED", person: { email: personEmail } } }),
    }));

  it("records certificates with their true dates, marked and not signed; dates come of the program's policy (R7)", async () => {
    const { learner, personId, row } = await start({ window: "P3M", grace: "P30D" });
    const rows = [
      { ...row, validFrom: "2024-11-01", expiresAt: "2026-12-31", externalNumber: "A-17", versionNumber: 1 },
      { ...row, validFrom: "2022-01-01", expiresAt: "2024-12-31" },
    ];
    expect(told(await send(rows))).toEqual([["CREATED"], ["CREATED"]]);
    const { certificates } = await data(suite.server, learner, certificatesOf, { person: personId });
    const [, older] = certificates.nodes;
    expect(certificates.nodes.find(({ externalNumber }: { externalNumber: string }) => externalNumber)).toMatchObject({
      origin: "IMPORTED",
      source: "The old register",
      externalNumber: "A-17",
      number: expect.stringMatching(/^.{4}-.{4}-.{4}$/),
      title: "A small program",
      recipientName: "Nils Ek",
      awardedAt: "2024-10-31T23:00:00.000Z",
      validFrom: "2024-10-31T23:00:00.000Z",
      opensAt: "2026-09-30T22:00:00.000Z",
      expiresAt: "2026-12-31T23:00:00.000Z",
      graceEndsAt: "2027-01-30T23:00:00.000Z",
      credential: null,
      enrolment: null,
      version: { number: 1 },
      standing: "RENEWAL_OPEN",
    });
    expect(older).toBeDefined();
    const { services } = suite.server;
    const newest = certificates.nodes.find(({ externalNumber }: { externalNumber: string }) => externalNumber);
    expect(await findPublicCertificate(services, newest.number)).toMatchObject({
      credential: null,
      imported: { source: "The old register", externalNumber: "A-17" },
      standing: "RENEWAL_OPEN",
      shownBy: [],
    });
  });

  it("sent twice changes nothing; a dry run tells the same and writes nothing", async () => {
    const { row } = await start();
    const other = await start({ validity: { unlimited: true } });
    const rows = [
      { ...row, validFrom: "2022-01-01", expiresAt: "2023-12-31" },
      { ...row, validFrom: "2024-01-01", expiresAt: "2025-12-31" },
      { ...row, validFrom: "2022-06-01", expiresAt: "2023-06-01" },
      { ...row, validFrom: "2022-01-01", expiresAt: "2023-12-31" },
      { ...row, validFrom: "2022-01-01T00:00:00+01:00", expiresAt: "2023-12-31" },
      { ...row, validFrom: "2022-01-01T01:00:00+02:00", expiresAt: "2023-12-30" },
      { ...row, validFrom: "2026-12-01", expiresAt: "2028-01-01" },
      { ...row, validFrom: "2020-01-01" },
      { ...row, validFrom: "yesterday", expiresAt: "2028-01-01" },
      { ...row, validFrom: "2017-01-01", expiresAt: "2020-02-30" },
      { ...row, personEmail: "nobody@example.org", validFrom: "2020-01-01", expiresAt: "2022-01-01" },
      { ...row, programKey: "nothing", validFrom: "2020-01-01", expiresAt: "2022-01-01" },
      { ...row, versionNumber: 9, validFrom: "2019-01-01", expiresAt: "2022-01-01" },
      { ...row, source: " ", validFrom: "2018-01-01", expiresAt: "2022-01-01" },
      { ...other.row, validFrom: "2020-01-01" },
    ];
    const before = await written(row.personEmail);
    const dry = await send(rows, true);
    expect(await written(row.personEmail)).toEqual(before);
    const real = await send(rows);
    expect(told(real)).toEqual([
      ["CREATED"],
      ["CREATED"],
      ["REFUSED", "validFrom DATES_OUT_OF_ORDER"],
      ["REFUSED", "personEmail ROW_TWICE"],
      ["UNCHANGED"],
      ["REFUSED", "validFrom CERTIFICATE_DIFFERS"],
      ["REFUSED", "validFrom VALID_FROM_IN_FUTURE"],
      ["REFUSED", "expiresAt EXPIRY_MISSING"],
      ["REFUSED", "validFrom DATE_MALFORMED"],
      ["REFUSED", "expiresAt DATE_MALFORMED"],
      ["REFUSED", "personEmail PERSON_UNKNOWN"],
      ["REFUSED", "programKey PROGRAM_UNKNOWN"],
      ["REFUSED", "versionNumber VERSION_UNKNOWN"],
      ["REFUSED", "source SOURCE_MISSING"],
      ["CREATED"],
    ]);
    expect(told(dry)).toEqual(told(real));
    const after = await written(row.personEmail);
    expect(after.events).toBe(2);
    const again = await send(rows);
    expect(again).toMatchObject({ created: 0, unchanged: 4, refused: 11 });
    expect(await written(row.personEmail)).toEqual(after);
  });

  it("comes to the same by any order and any size of batch, dry or not, with the same statements for each batch", async () => {
    const { services } = suite.server;
    const { database } = services;
    const states = [];
    for (const { batchSize, reversed } of [
      { batchSize: 1, reversed: false },
      { batchSize: 3, reversed: true },
      { batchSize: 60, reversed: false },
    ]) {
      const { row } = await start();
      const rows = Array.from({ length: 60 }, (_, n) => {
        const [year, month] = [1960 + (n % 30), 1 + ((n % 30) % 9)];
        return { ...row, validFrom: `${year}-0${month}-01`, expiresAt: `${year + 2}-0${month}-01` };
      });
      const list = (reversed ? rows.toReversed() : rows).map((cells, index) => ({ number: index + 1, cells }));
      const run = (dryRun: boolean) =>
        importRows(createContext(services, suite.actors.admin), importKinds.history(), list, { dryRun, batchSize });
      const results: Record<string, string[]> = {};
      const perBatch: number[] = [];
      for (const dryRun of [true, false]) {
        let statements = 0;
        const stop = database.onQuery(({ sql }) => {
          if (!/"Feed"|unplaced|^(BEGIN|COMMIT)\b(?!.*set_config)|set_config/.test(sql)) statements += 1;
        });
        const lines: string[] = [];
        for await (const line of run(dryRun))
          lines.push("rows" in line ? `${line.created} ${line.refused}` : line.result);
        stop();
        perBatch.push(statements / (60 / batchSize));
        results[String(dryRun)] = lines;
      }
      expect(results.false).toEqual(results.true);
      // Zone, people, versions with their programs, certificates; then the new ones, and their events.
      if (batchSize === 60) expect(perBatch).toEqual([5, 8]);
      else expect(Math.max(...perBatch)).toBeLessThanOrEqual(7);
      const { certificates, events } = await written(row.personEmail);
      states.push({ certificates: certificates.map(({ validFrom, expiresAt }) => [validFrom, expiresAt]), events });
    }
    expect(states[0]?.events).toBe(30);
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
  });

  it("two imports at once record each certificate once", async () => {
    const { row } = await start();
    const rows = [{ ...row, validFrom: "2025-01-01", expiresAt: "2027-01-01" }];
    const reports = await Promise.all([send(rows), send(rows), send(rows)]);
    expect(reports.map(({ created, unchanged }) => [created, unchanged]).sort()).toEqual([
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
    expect((await written(row.personEmail)).events).toBe(1);
  });
});
