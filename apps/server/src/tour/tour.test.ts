import { availableTestDatabases, createTestDatabase } from "@kunna/database/testing";
import { digComp } from "@kunna/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RunningServer } from "../cli/serve.ts";
import { startTestServer } from "../server.test.support.ts";
import { tour } from "./tour.ts";

const { kinds, skipped } = await availableTestDatabases();

describe.each(kinds)("the tour on %s", (kind) => {
  it("R1 to R6, R13: goes from a draft to a certificate that anyone can check", { timeout: 120_000 }, async () => {
    const server = await started(kind);
    if (!server.demo) throw new Error("The server has no demo.");
    const told: string[] = [];
    const number = await tour(server.demo, await digComp(), (title, ...lines) => told.push(title, ...lines));

    expect(number).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(told).toContain("5 areas, 21 competences, 362 statements, 523 outcomes");
    expect(told).toContain("VERSION_HAS_PROBLEMS: The version has 2 problems.");
    expect(told).toContain("progress: 75 %");
    const from = told.indexOf("The subscription, open all along, has shown") + 1;
    const events = told.slice(from, told.indexOf("CERTIFICATE_AWARDED by Yasmin Haddad", from) + 1);
    // A reviewer follows: what was told of the draft was for those who read drafts.
    expect(events.map((line) => line.split(" ")[0])).toEqual([
      "PROGRAM_VERSION_PUBLISHED",
      "PERSON_ENROLLED",
      "EVIDENCE_SUBMITTED",
      "EVIDENCE_ACCEPTED",
      "EVIDENCE_SUBMITTED",
      "EVIDENCE_RETURNED",
      "EVIDENCE_SUBMITTED",
      "EVIDENCE_ACCEPTED",
      "EVIDENCE_SUBMITTED",
      "EVIDENCE_ACCEPTED",
      "EVIDENCE_SUBMITTED",
      "EVIDENCE_ACCEPTED",
      "ENROLMENT_COMPLETED",
      "CERTIFICATE_AWARDED",
    ]);

    // R6 to R11: what time brings.
    expect(told).toContain("dry run: 1 created, 0 unchanged");
    expect(told).toContain("for real: 1 created, 0 unchanged");
    expect(told).toContain("sent twice: 0 created, 1 unchanged");
    expect(told).toContain("today: RENEWAL_OPEN, next step RENEW");
    expect(told).toContain("apply-task: RAISED, OPEN");
    const [before, after] = ["before: RENEWAL_OPEN, until ", "after: CERTIFIED, cycle 2, until "].map((begin) =>
      told.find((line) => line.startsWith(begin))?.slice(begin.length, begin.length + 10),
    );
    expect(after).toBe(before?.replace(/^\d{4}/, (year) => String(Number(year) + 1)));
    expect(told).toContain("SUSPENDED, then CERTIFIED");
  });
});

for (const { kind, reason } of skipped) it(`the tour on ${kind}`, ({ skip }) => skip(reason));

/** A server with the demo, on an empty database of the kind. */
async function started(kind: (typeof kinds)[number]): Promise<RunningServer> {
  if (kind === "embedded") return startTestServer({ KUNNA_DEMO: "true" });
  const database = await createTestDatabase("postgres");
  onTestFinished(() => database.close());
  if (database.location.kind !== "server") throw new Error("A PostgreSQL test database is on a server.");
  return startTestServer({ KUNNA_DEMO: "true", DATABASE_URL: database.location.url });
}
