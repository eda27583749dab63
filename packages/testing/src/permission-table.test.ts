import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Action, type Actor, can, roles } from "@kunna/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { tried as triedBy } from "./permission-cases.test.support.ts";
import { lead } from "./review.test.support.ts";
import { demoSuite, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the permission table on ${kind}`, ({ skip }) => skip(reason));

/** To whom something is done. */
type Whom = "own" | "team" | "other";

interface Work {
  readonly programId: string;
  readonly enrolmentId: string;
  readonly evidenceId: string;
  readonly revisionId: string;
}

describe.each(kinds)("the permission table on %s", (kind) => {
  const suite = demoSuite(kind);
  let observer: Actor;
  let learner: Actor;
  /** A person with each role, who leads a team of one. */
  const actors = new Map<string, { actor: Actor; members: Record<Whom, Actor> }>();

  beforeAll(async () => {
    observer = await newPerson(suite, ["REVIEWER"]);
    learner = await newPerson(suite, ["LEARNER"]);
    for (const role of roles) {
      const actor = await newPerson(suite, [role]);
      const member = await newPerson(suite, ["LEARNER"]);
      await lead(suite, actor, member);
      actors.set(role, { actor, members: { own: actor, team: member, other: learner } });
    }
  });

  /** What the mutation answers: NOT_PERMITTED, another refusal's code, or the type that it made. */
  async function answer(actor: Actor, field: string, type: string, input: object | string): Promise<string> {
    const document = `mutation ($input: ${type}!) { result: ${field} { __typename ... on Refusal { code } } }`;
    const { result } = await data(suite.server, actor, document, { input });
    return result.code ?? result.__typename;
  }

  /** An enrolment of someone on a program of its own, with an evidence that a third person has put forward. */
  async function workOf({ personId }: Actor): Promise<Work> {
    const { server, actors: demo } = suite;
    const { programId } = await publishedProgram(suite);
    const enrol = "mutation ($input: EnrolInput!) { enrol(input: $input) { ... on Enrolment { id } } }";
    const input = { programId, personId: encodeId("Person", personId) };
    const enrolmentId = (await data(server, demo.admin, enrol, { input })).enrol.id;
    const { submitEvidence } = await data(
      server,
      observer,
      "mutation ($input: EvidenceInput!) { submitEvidence(input: $input) { ... on Evidence { id latestRevision { id } } } }",
      { input: { enrolmentId, requirementKeys: ["task"], text: "Seen.", performedOn: "2026-11-20" } },
    );
    return { programId, enrolmentId, evidenceId: submitEvidence.id, revisionId: submitEvidence.latestRevision.id };
  }

  const credits = { credits: 1, earnedOn: "2026-11-20", activity: "A talk." };

  /** Credits of someone that an administrator has entered. */
  async function enteredFor({ personId }: Actor): Promise<string> {
    const { server, actors: demo } = suite;
    const record =
      "mutation ($input: RecordCreditsInput!) { recordCredits(input: $input) { ... on CreditEntry { id } } }";
    const input = { ...credits, personId: encodeId("Person", personId) };
    return (await data(server, demo.admin, record, { input })).recordCredits.id;
  }

  /** A credential that someone brought: not one that would verify. */
  async function broughtBy({ organisationId, personId }: Actor): Promise<string> {
    const at = new Date("2026-11-20T12:00:00Z");
    const says = { issuer: "https://a.example", achievementId: "urn:a", achievementName: "A", content: {} };
    const dates = { awardedOn: at, validFrom: at, addedAt: at, addedById: personId };
    const { id } = await suite.server.services.database.asSystem((tx) =>
      tx.outsideCredential.create({
        data: { organisationId, personId, ...says, ...dates, contentHash: crypto.getRandomValues(new Uint8Array(32)) },
        select: { id: true },
      }),
    );
    return encodeId("OutsideCredential", id);
  }

  function withRole(role: string) {
    const found = actors.get(role);
    if (!found) throw new Error(`Nobody has the role ${role}.`);
    return found;
  }

  /** Tries each decision on a certification that has no certificate. */
  async function decisionsOn(actor: Actor, key: object): Promise<Record<string, [Action, string]>> {
    const input = { ...key, reason: "So it is." };
    const types = {
      suspendCertification: "CertificationDecisionInput",
      reinstateCertification: "CertificationDecisionInput",
      revokeCertification: "RevokeCertificationInput",
    };
    const answers: Record<string, [Action, string]> = {};
    for (const [field, type] of Object.entries(types))
      answers[field] = ["certification.decide", await answer(actor, `${field}(input: $input)`, type, input)];
    return answers;
  }

  /** Whether the table allows the action to the person. */
  function allowed(role: string, action: Action, whom: Whom): boolean {
    const { actor, members } = withRole(role);
    const managerIds = whom === "team" ? [actor.personId] : [];
    const { organisationId } = actor;
    return can(actor, action, { organisationId, personId: members[whom].personId, managerIds });
  }

  const everyCase = roles.flatMap((role) => (["own", "team", "other"] as const).map((whom) => [role, whom] as const));

  it.each(everyCase)("%s to %s: mutations are done or refused as it says", async (role, whom) => {
    const { actor, members } = actors.get(role) ?? {
      actor: learner,
      members: { own: learner, team: learner, other: learner },
    };
    const work = await workOf(members[whom]);
    const personId = encodeId("Person", members[whom].personId);
    const fresh = await publishedProgram(suite);
    const evidence = {
      enrolmentId: work.enrolmentId,
      requirementKeys: ["task"],
      text: "Done.",
      performedOn: "2026-11-20",
    };
    const submit = whom === "own" ? "evidence.submit" : "evidence.observe";
    const tried: Record<string, [Action, string]> = {
      submitEvidence: [submit, await answer(actor, "submitEvidence(input: $input)", "EvidenceInput", evidence)],
      saveEvidenceDraft: [submit, await answer(actor, "saveEvidenceDraft(input: $input)", "EvidenceInput", evidence)],
      enrol: [
        "enrolment.create",
        await answer(actor, "enrol(input: $input)", "EnrolInput", { programId: fresh.programId, personId }),
      ],
      reviewEvidence: [
        "evidence.review",
        await answer(actor, "reviewEvidence(input: $input)", "ReviewEvidenceInput", {
          evidenceId: work.evidenceId,
          verdict: "ACCEPTED",
          comment: "Seen.",
        }),
      ],
      recordTrainer: [
        "trainer.record",
        await answer(actor, "recordTrainer(input: $input)", "RecordTrainerInput", {
          enrolmentId: work.enrolmentId,
          personId: encodeId("Person", observer.personId),
        }),
      ],
      recordCredits: [
        "credit.record",
        await answer(actor, "recordCredits(input: $input)", "RecordCreditsInput", { personId, ...credits }),
      ],
      decideCredits: [
        "credit.decide",
        await answer(actor, "decideCredits(input: $input)", "DecideCreditsInput", {
          creditEntryId: await enteredFor(members[whom]),
          verdict: "ACCEPTED",
          comment: "Seen.",
        }),
      ],
      ...(await decisionsOn(actor, { personId, programId: fresh.programId })),
      // By the policy of these programs nothing is: who may ask is told so.
      recogniseEvidence: [
        "evidence.recognise",
        await answer(actor, "recogniseEvidence(enrolmentId: $input)", "ID", work.enrolmentId),
      ],
      recheckOutsideCredential: [
        "credential.check",
        await answer(actor, "recheckOutsideCredential(credentialId: $input)", "ID", await broughtBy(members[whom])),
      ],
      chooseRenewalPath: [
        "renewal.choose",
        await answer(actor, "chooseRenewalPath(input: $input)", "ChooseRenewalPathInput", {
          enrolmentId: work.enrolmentId,
          pathKey: "full",
        }),
      ],
      claimRenewal: [
        "renewal.claim",
        await answer(actor, "claimRenewal(input: $input)", "ClaimRenewalInput", { enrolmentId: work.enrolmentId }),
      ],
      moveEnrolment: [
        "enrolment.move",
        await answer(actor, "moveEnrolment(input: $input)", "MoveEnrolmentInput", { enrolmentId: work.enrolmentId }),
      ],
      approveAward: [
        "award.approve",
        await answer(actor, "approveAward(input: $input)", "AwardDecisionInput", {
          enrolmentId: work.enrolmentId,
          reason: "Seen.",
        }),
      ],
      declineAward: [
        "award.approve",
        await answer(actor, "declineAward(input: $input)", "AwardDecisionInput", {
          enrolmentId: work.enrolmentId,
          reason: "Not yet.",
        }),
      ],
      withdrawEnrolment: [
        "enrolment.withdraw",
        await answer(actor, "withdrawEnrolment(enrolmentId: $input)", "ID", work.enrolmentId),
      ],
      issueAccessToken: [
        "token.issue",
        await answer(actor, "issueAccessToken(input: $input)", "IssueAccessTokenInput", { personId, label: "x" }),
      ],
    };
    const made: Record<string, string> = {
      submitEvidence: "Evidence",
      saveEvidenceDraft: "Evidence",
      reviewEvidence: "Evidence",
      enrol: "Enrolment",
      recordTrainer: "Enrolment",
      recordCredits: "CreditEntry",
      decideCredits: "CreditEntry",
      // Who may decide is told that there is nothing to decide on.
      suspendCertification: "DECISION_REFUSED",
      reinstateCertification: "DECISION_REFUSED",
      revokeCertification: "DECISION_REFUSED",
      approveAward: "DECISION_REFUSED",
      declineAward: "DECISION_REFUSED",
      recogniseEvidence: "RECOGNITION_NOT_OFFERED",
      recheckOutsideCredential: "OutsideCredential",
      // Allowed, and then told that the enrolment is no renewal.
      chooseRenewalPath: "INVALID_INPUT",
      claimRenewal: "INVALID_INPUT",
      // And that there is no later version.
      moveEnrolment: "INVALID_INPUT",
      withdrawEnrolment: "Enrolment",
      issueAccessToken: "IssuedAccessToken",
    };
    expect(Object.keys(tried).toSorted()).toEqual(triedBy.toPersons);
    for (const [field, [action, got]] of Object.entries(tried)) {
      // R3 refuses this one by itself, with its reason.
      const isOwnReview =
        (action === "evidence.review" || action === "credit.decide") && whom === "own" && role === "REVIEWER";
      const wanted = isOwnReview ? "REVIEWER_CONFLICT" : allowed(role, action, whom) ? made[field] : "NOT_PERMITTED";
      expect([field, got]).toEqual([field, wanted]);
    }
  });

  it.each(everyCase)(
    "%s to %s: whatever is read is there or not as it says, by every way to it",
    async (role, whom) => {
      const { actor, members } = actors.get(role) ?? {
        actor: learner,
        members: { own: learner, team: learner, other: learner },
      };
      const { server } = suite;
      const person = members[whom];
      const personId = encodeId("Person", person.personId);
      const { programId, enrolmentId, evidenceId, revisionId } = await workOf(person);
      const creditsId = await enteredFor(person);
      const broughtId = await broughtBy(person);
      const seen = await data(
        server,
        actor,
        `query ($ids: [ID!]!, $person: ID!, $program: ID!) {
        nodes(ids: $ids) { id }
        enrolments(personId: $person, first: 100) { totalCount nodes { id } }
        people(first: 100) { nodes { id } }
        node(id: $program) { ... on Program { enrolments { totalCount nodes { id evidence { totalCount } } } } }
      }`,
        {
          ids: [personId, enrolmentId, evidenceId, revisionId, creditsId, broughtId],
          person: personId,
          program: programId,
        },
      );
      const enrolled = allowed(role, "enrolment.read", whom);
      const shown = allowed(role, "evidence.read", whom);
      const known = allowed(role, "person.read", whom);
      expect(seen.nodes).toEqual([
        known ? { id: personId } : null,
        enrolled ? { id: enrolmentId } : null,
        shown ? { id: evidenceId } : null,
        shown ? { id: revisionId } : null,
        allowed(role, "credit.read", whom) ? { id: creditsId } : null,
        allowed(role, "credential.read", whom) ? { id: broughtId } : null,
      ]);
      expect(seen.enrolments.nodes.some(({ id }: { id: string }) => id === enrolmentId)).toBe(enrolled);
      expect(seen.enrolments.totalCount > 0).toBe(enrolled);
      expect(seen.people.nodes.some(({ id }: { id: string }) => id === personId)).toBe(known);
      const nested = { id: enrolmentId, evidence: { totalCount: shown ? 1 : 0 } };
      expect(seen.node.enrolments).toEqual({ totalCount: enrolled ? 1 : 0, nodes: enrolled ? [nested] : [] });
    },
  );
});
