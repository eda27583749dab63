import { encodeId } from "@kunna/api";
import { uuidv7 } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import { type Actor, roles } from "@kunna/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  demoSuite,
  draftProgram,
  enrolMutation,
  newPerson,
  publishMutation,
  type Suite,
  smallVersion,
} from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`any life on ${kind}`, ({ skip }) => skip(reason));

/** How many lives are lived, and how long each is. A failure prints its seed and the life that failed. */
const lives = 12;
const length = 12;

/** Where rows are only ever added, with the columns that say where a row stands and not what it is. */
const kept = {
  Evidence: ["status", "submittedAt", "decidedAt"],
  EvidenceRevision: ["decidedAt"],
  Review: [],
  Certificate: [],
  CertificateExtension: [],
  Decision: [],
  Appeal: [],
  CreditEntry: [],
  CreditDecision: [],
  Event: ["position"],
} as const;

/** A learner on a program, in an organisation with people of its own. */
interface Life {
  readonly suite: Suite;
  readonly learner: Actor;
  readonly programId: string;
}

const acts = [
  "certify",
  "enrol",
  "withdraw",
  "submit",
  "accept",
  "giveBack",
  "publish",
  "suspend",
  "reinstate",
  "revoke",
  "appeal",
  "decide",
  "extend",
  "claim",
  "credit",
] as const;
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constantFrom(...acts), whose: fc.constantFrom(0, 0, 0, 1, 2) }) },
  { weight: 1, arbitrary: fc.record({ days: fc.constantFrom(1, 40, 200, 400) }) },
);

// The embedded database is enough: what races do is tried elsewhere.
describe.each(kinds.filter((kind) => kind === "embedded"))("any life, on %s", (kind) => {
  const suite = demoSuite(kind);

  /** The other organisation, with people for each part. */
  async function elsewhere(): Promise<Suite> {
    const all: Actor = { ...suite.actors.otherAdmin, roles: [...roles] };
    const { server, clock } = suite;
    const other = { server, clock, actors: { ...suite.actors, admin: all, programOwner: all } };
    return { ...other, actors: { ...other.actors, reviewer: await newPerson(other, ["REVIEWER"]) } };
  }

  async function begin(at: Suite, learner?: Actor, program?: string): Promise<Life> {
    const policy = { validity: { duration: "P1Y" }, window: "P90D", grace: "P30D", earlyRenewal: true };
    const { programId, versionId } = program
      ? { programId: program, versionId: null }
      : await draftProgram(at, smallVersion(policy));
    if (versionId) await data(at.server, at.actors.programOwner, publishMutation, { versionId });
    return { suite: at, programId, learner: learner ?? (await newPerson(at, ["LEARNER"])) };
  }

  const ask = async ({ suite: { server } }: Life, actor: Actor, field: string, argument: string) =>
    (await data(server, actor, `mutation { result: ${field}(${argument}) { __typename ... on Refusal { code } } }`))
      .result;

  /** What there is to act on, as an administrator sees it. */
  async function seen({ suite: { server, actors }, learner, programId }: Life) {
    const about = `personId: "${encodeId("Person", learner.personId)}", programId: "${programId}"`;
    const shown = `{ enrolments(${about}, first: 50) { nodes { id status evidence { nodes { id status } } } }
      certificates(${about}) { nodes { id } } decisions(${about}, first: 50) { nodes { id kind appeal { id status } } } }`;
    const { enrolments, certificates, decisions } = await data(server, actors.admin, shown);
    const evidence = enrolments.nodes.flatMap((one: { evidence: { nodes: object[] } }) => one.evidence.nodes);
    const find = (rows: { status?: string; kind?: string }[], is: (row: never) => boolean) =>
      (rows as never[]).find(is) as { id: string } | undefined;
    return {
      open: find(enrolments.nodes, ({ status }: { status: string }) => status === "ACTIVE")?.id ?? "",
      submitted: find(evidence, ({ status }: { status: string }) => status === "SUBMITTED")?.id ?? "",
      certificate: (certificates.nodes[0]?.id ?? "") as string,
      decision:
        find(decisions.nodes, ({ kind }: { kind: string }) => ["SUSPENDED", "REVOKED"].includes(kind))?.id ?? "",
      appeal: (decisions.nodes.find((one: { appeal: object | null }) => one.appeal)?.appeal.id ?? "") as string,
      about,
    };
  }

  async function submit(life: Life, enrolmentId: string, key: string): Promise<void> {
    const performedOn = suite.clock.now().toISOString().slice(0, 10);
    const evidence = `enrolmentId: "${enrolmentId}", requirementKeys: ["${key}"], text: "Done.", performedOn: "${performedOn}"`;
    await ask(life, life.learner, "submitEvidence", `input: { ${evidence} }`);
  }
  const review = (life: Life, evidenceId: string, rest: string) =>
    ask(
      life,
      life.suite.actors.reviewer,
      "reviewEvidence",
      `input: { evidenceId: "${evidenceId}", comment: "Seen.", ${rest} }`,
    );

  /** Does it, or is refused: an error would be thrown. Where there is nothing to act on, nothing is done. */
  async function act(life: Life, what: (typeof acts)[number]): Promise<void> {
    const { learner, programId } = life;
    const { admin, programOwner, reviewer } = life.suite.actors;
    const now = await seen(life);
    const reason = `reason: "So it was decided."`;
    const on = (id: string, run: () => Promise<unknown>) => (id === "" ? Promise.resolve() : run());
    const doing: Record<typeof what, () => Promise<unknown>> = {
      certify: async () => {
        await data(life.suite.server, learner, enrolMutation, { programId });
        for (const key of ["task", "reflection"]) {
          await submit(life, (await seen(life)).open, key);
          const { submitted } = await seen(life);
          await on(submitted, () => review(life, submitted, "verdict: ACCEPTED"));
        }
      },
      enrol: () => data(life.suite.server, learner, enrolMutation, { programId }),
      withdraw: () => on(now.open, () => ask(life, learner, "withdrawEnrolment", `enrolmentId: "${now.open}"`)),
      submit: () => on(now.open, () => submit(life, now.open, "task")),
      accept: () => on(now.submitted, () => review(life, now.submitted, "verdict: ACCEPTED")),
      giveBack: () => on(now.submitted, () => review(life, now.submitted, `verdict: RETURNED, missing: ["More."]`)),
      publish: async () => {
        const draft = `mutation ($input: DraftProgramVersionInput!) {
          draftProgramVersion(input: $input) { ... on ProgramVersion { id } } }`;
        const { modules, ...rest } = smallVersion({ validity: { duration: "P1Y" }, window: "P90D", grace: "P30D" });
        const [module] = modules;
        const requirements = module?.requirements.map((one) => ({ ...one, revision: 2 }));
        const version = { ...rest, modules: [{ ...module, requirements }] };
        const { id } = (await data(life.suite.server, programOwner, draft, { input: { programId, version } }))
          .draftProgramVersion;
        if (id) await data(life.suite.server, programOwner, publishMutation, { versionId: id });
      },
      suspend: () => ask(life, programOwner, "suspendCertification", `input: { ${now.about}, ${reason} }`),
      reinstate: () => ask(life, programOwner, "reinstateCertification", `input: { ${now.about}, ${reason} }`),
      revoke: () => ask(life, programOwner, "revokeCertification", `input: { ${now.about}, ${reason} }`),
      appeal: () =>
        on(now.decision, () =>
          ask(life, learner, "fileAppeal", `input: { decisionId: "${now.decision}", reason: "No." }`),
        ),
      decide: () =>
        on(now.appeal, () =>
          ask(life, admin, "decideAppeal", `input: { appealId: "${now.appeal}", outcome: UPHELD, ${reason} }`),
        ),
      extend: () => {
        const lastDay = new Date(suite.clock.now().getTime() + 500 * 86_400_000).toISOString().slice(0, 10);
        const argument = `input: { certificateId: "${now.certificate}", lastDay: "${lastDay}", ${reason} }`;
        return on(now.certificate, () => ask(life, admin, "extendCertificate", argument));
      },
      claim: () =>
        on(now.open, () => ask(life, learner, "claimRenewal", `input: { enrolmentId: "${now.open}", early: true }`)),
      credit: async () => {
        const earnedOn = suite.clock.now().toISOString().slice(0, 10);
        const record = `mutation { recordCredits(input: { credits: 1, earnedOn: "${earnedOn}", activity: "A talk." }) { ... on CreditEntry { id } } }`;
        const { id } = (await data(life.suite.server, learner, record)).recordCredits;
        await ask(
          life,
          reviewer,
          "decideCredits",
          `input: { creditEntryId: "${id}", verdict: ACCEPTED, comment: "Seen." }`,
        );
      },
    };
    await doing[what]();
  }

  /** What each row is, by its id; and of each organisation all that it has, where it stands included. */
  const written = (since: string) =>
    suite.server.services.database.asSystem(async (tx) => {
      const facts = new Map<string, string>();
      const all = new Map<string, string>();
      for (const [table, changing] of Object.entries(kept)) {
        const rows = await tx.$queryRawUnsafe<{ id: string; organisationId: string; facts: string; all: string }[]>(
          `select "id"::text, "organisationId"::text, md5((to_jsonb(t) - $1::text[])::text) as facts,
            md5((to_jsonb(t) - 'position')::text) as all from "${table}" t where "id" > $2::uuid order by "id"`,
          [...changing],
          since,
        );
        for (const row of rows) {
          facts.set(`${table} ${row.id}`, row.facts);
          all.set(row.organisationId, `${all.get(row.organisationId) ?? ""}${row.all}`);
        }
      }
      return { facts, all };
    });

  async function standings(life: Life, instants: readonly Date[]) {
    const { server, actors } = life.suite;
    const about = `personId: "${encodeId("Person", life.learner.personId)}", programId: "${life.programId}"`;
    const past = instants.map((at, index) => `at${index}: standing(at: "${at.toISOString()}")`).join(" ");
    const { certification } = await data(
      server,
      actors.admin,
      `{ certification(${about}) { standing nextStep { kind } ${past} } }`,
    );
    return { ...certification, past: instants.map((_, index) => certification[`at${index}`] as string) };
  }

  it("R3, R5, R6, R11, R13: whatever is done, nothing that was is lost or changed, and nobody is stuck", async () => {
    const there = await elsewhere();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: length, maxLength: length }), async (steps) => {
        suite.clock.set("2026-11-24T09:00:00Z");
        // Ids are in the order of their making: what the demo has made is left alone.
        const since = uuidv7();
        const first = await begin(suite);
        const lived = [first, await begin(suite, undefined, first.programId), await begin(there)];
        const instants = [suite.clock.now()];
        await act(first, "certify");
        suite.clock.set("2026-12-24T09:00:00Z");
        const known: string[][] = [];
        for (const life of lived) known.push((await standings(life, instants)).past);
        let before = await written(since);
        for (const one of steps) {
          if ("days" in one) {
            const now = suite.clock.now().getTime();
            const then = now + one.days * 86_400_000;
            suite.clock.set(new Date(then).toISOString());
            // Nothing happens in between: what was so then stays so.
            instants.push(new Date(now), new Date((now + then) / 2));
            for (const [index, life] of lived.entries()) {
              const { past } = await standings(life, instants);
              expect(past.slice(0, -2)).toEqual(known[index]);
              known[index] = past;
            }
            continue;
          }
          const life = lived[one.whose] ?? first;
          await act(life, one.act);
          const after = await written(since);
          for (const [row, facts] of before.facts) expect([row, after.facts.get(row)]).toEqual([row, facts]);
          for (const [organisationId, all] of before.all)
            if (organisationId !== life.learner.organisationId) expect(after.all.get(organisationId)).toBe(all);
          before = after;
          for (const [index, other] of lived.entries()) {
            const { standing, nextStep, past } = await standings(other, instants);
            expect(past).toEqual(known[index]);
            expect([standing, nextStep === null]).toEqual([standing, standing === "CERTIFIED"]);
          }
        }
        await assertWholeFeed();
      }),
      { numRuns: lives, endOnFailure: true },
    );
  });

  /** R13: the relay has placed all, one after the other, in each organisation. */
  async function assertWholeFeed(): Promise<void> {
    const { database } = suite.server.services;
    const unplaced = () => database.asSystem((tx) => tx.event.count({ where: { position: null } }));
    await expect.poll(unplaced, { timeout: 20_000, interval: 50 }).toBe(0);
    const feeds = await database.asSystem((tx) =>
      tx.event.groupBy({
        by: ["organisationId"],
        _count: { position: true },
        _min: { position: true },
        _max: { position: true },
      }),
    );
    for (const { _count, _min, _max } of feeds)
      expect([Number(_min.position), Number(_max.position)]).toEqual([1, _count.position]);
  }
});
