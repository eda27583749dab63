import { decodeId, encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Action, type Actor, can, type Role, roles } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { decide } from "./governance.test.support.ts";
import type { tried } from "./permission-cases.test.support.ts";
import { lead } from "./review.test.support.ts";
import { demoSuite, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the permission table of decisions on ${kind}`, ({ skip }) => skip(reason));

type Whom = "own" | "team" | "other";

describe.each(kinds)("the permission table of decisions on %s", (kind) => {
  const suite = demoSuite(kind);
  const idOf = ({ personId }: Actor) => encodeId("Person", personId);

  /** Someone with the role, and whom the action is about: themselves, a member of a team that they lead, or another. */
  async function scene(role: Role, whom: Whom) {
    const actor = await newPerson(suite, [role]);
    const holder = whom === "own" ? actor : await newPerson(suite, ["LEARNER"]);
    if (whom === "team") await lead(suite, actor, holder);
    return { actor, holder, managerIds: whom === "team" ? [actor.personId] : [] };
  }

  /** What there is to decide on: a certificate, a suspension, an appeal against the revocation of an older one, a sample. */
  async function caseOf(holder: Actor) {
    const { server, actors } = suite;
    const { programId } = await publishedProgram(suite);
    const asked = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Person { email } ... on Program { key } } }";
    const [{ email }, { key }] = (await data(server, actors.admin, asked, { ids: [idOf(holder), programId] })).nodes;
    const row = { personEmail: email, programKey: key, source: "Elsewhere" };
    const rows = [5, 6].map((n) => ({ ...row, validFrom: `202${n}-01-01`, expiresAt: `202${n + 2}-12-31` }));
    const importing = `mutation ($rows: [HistoryRowInput!]!) {
      importHistory(input: { rows: $rows }) { ... on ImportReport { rows { id: nodeId } } } }`;
    const [older, newer] = (await data(server, actors.admin, importing, { rows })).importHistory.rows;
    const by = actors.programOwner;
    const reason = "So it was decided.";
    const suspension = await decide(server, by, "suspendCertification", { personId: idOf(holder), programId, reason });
    const revocation = await decide(server, by, "revokeCertificate", { certificateId: older.id, reason });
    const filed = { decisionId: revocation.id, reason, asksForStay: true };
    await decide(server, holder, "fileAppeal", filed);
    const shown = "query ($id: ID!) { node(id: $id) { ... on Decision { appeal { id } } } }";
    const { node } = await data(server, actors.admin, shown, { id: revocation.id });
    return {
      certificateId: newer.id as string,
      suspensionId: suspension.id as string,
      appealId: node.appeal.id as string,
      sampleId: await sampleOf(holder, programId),
    };
  }

  async function sampleOf(holder: Actor, programId: string): Promise<string> {
    const { server, actors } = suite;
    const enrol = "mutation ($input: EnrolInput!) { enrol(input: $input) { ... on Enrolment { id } } }";
    const input = { programId, personId: idOf(holder) };
    const enrolmentId = (await data(server, actors.admin, enrol, { input })).enrol.id;
    const evidence = { enrolmentId, requirementKeys: ["task"], text: "Seen." };
    const { id: evidenceId } = decodeId(await submit(server, actors.reviewer, evidence));
    const { id } = await server.services.database.asSystem((tx) =>
      tx.auditSample.create({
        data: { organisationId: holder.organisationId, evidenceId, drawnAt: new Date() },
        select: { id: true },
      }),
    );
    return encodeId("AuditSample", id);
  }

  /** The type that was made, or the refusal's code. */
  async function answer(actor: Actor, field: string, input: object): Promise<string> {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { result: ${field}(input: $input) {
      __typename ... on Refusal { code } } }`;
    const { result } = await data(suite.server, actor, document, { input });
    return result.code ?? result.__typename;
  }

  const everyCase = roles.flatMap((role) => (["own", "team", "other"] as const).map((whom) => [role, whom] as const));

  it.each(everyCase)("%s to %s: extended, revoked, appealed and audited as it says", async (role, whom) => {
    const { actor, holder, managerIds } = await scene(role, whom);
    const { certificateId, suspensionId, appealId, sampleId } = await caseOf(holder);
    const reason = "So it was decided.";
    const cases: Record<(typeof tried.toCertificates)[number], [action: Action, made: string, input: object]> = {
      extendCertificate: ["certificate.extend", "Certificate", { certificateId, lastDay: "2029-06-30", reason }],
      revokeCertificate: ["certification.decide", "Decision", { certificateId, reason }],
      fileAppeal: ["appeal.file", "Appeal", { decisionId: suspensionId, reason }],
      grantStay: ["appeal.decide", "Decision", { appealId, reason }],
      decideAppeal: ["appeal.decide", "Decision", { appealId, outcome: "DISMISSED", reason }],
      auditEvidence: ["evidence.audit", "AuditSample", { sampleId, finding: "CONFIRMED", reason }],
    };
    const { organisationId } = actor;
    for (const [field, [action, made, input]] of Object.entries(cases)) {
      const may = can(actor, action, { organisationId, personId: holder.personId, managerIds });
      // R3 refuses this one by itself, with its reason.
      const isOwnAudit = field === "auditEvidence" && whom === "own" && role === "REVIEWER";
      const wanted = isOwnAudit ? "REVIEWER_CONFLICT" : may ? made : "NOT_PERMITTED";
      expect([field, await answer(actor, field, input)]).toEqual([field, wanted]);
    }
  });

  it.each(everyCase)(
    "%s to %s: decisions, certificates, appeals and samples are read as it says",
    async (role, whom) => {
      const { actor, holder, managerIds } = await scene(role, whom);
      const { certificateId, suspensionId, sampleId } = await caseOf(holder);
      const may = (action: Action) =>
        can(actor, action, { organisationId: actor.organisationId, personId: holder.personId, managerIds });
      const ids = [certificateId, suspensionId, sampleId];
      const { nodes } = await data(suite.server, actor, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
      const isThere = nodes.map((node: object | null) => node !== null);
      expect(isThere).toEqual([may("certificate.read"), may("decision.read"), may("audit.read")]);
    },
  );
});
