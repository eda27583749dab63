import {
  type CertificationKey,
  DecideAppealDocument,
  DecisionsDocument,
  FileAppealDocument,
  ImportHistoryDocument,
  type KunnaClient,
  SuspendCertificationDocument,
  unwrap,
} from "@kunna/client";
import type { People, Tell } from "./people.ts";
import { safetyProgram } from "./program.ts";

const day = 24 * 60 * 60 * 1000;
const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** A year, and then what has changed since. */
const yearly = {
  validity: { duration: "P1Y" },
  window: "P90D",
  grace: "P30D",
  renewalPaths: [{ key: "what-changed", title: "What has changed since", rule: { delta: true } }],
};

/** What becomes of a certification through time: taken over, renewed, suspended and appealed (R6 to R11). */
export async function tourThroughTime(people: People, tell: Tell): Promise<void> {
  const { programId, programKey } = await publishYearly(people);
  await takeOver(people, programKey, tell);
  const { viewer } = await people.learner.viewer();
  const whose = { programId, personId: viewer.id };
  await showStandings(people.learner, whose, tell);
  await changeContent(people, programId, tell);
  await renew(people, whose, tell);
  await suspendAndAppeal(people, whose, tell);
}

async function publishYearly({ programOwner }: People): Promise<{ programId: string; programKey: string }> {
  const key = `personal-data-yearly-${Date.now().toString(36)}`;
  const made = unwrap(await programOwner.programs.create({ key, version: safetyProgram({ policy: yearly }) }));
  unwrap(await programOwner.programs.publish({ versionId: made.versions.nodes[0]?.id ?? "" }));
  return { programId: made.id, programKey: key };
}

async function takeOver({ admin, learner }: People, programKey: string, tell: Tell): Promise<void> {
  const { viewer } = await learner.viewer();
  const row = {
    personEmail: viewer.email ?? "",
    programKey,
    source: "The old learning system",
    externalNumber: "2025-117",
    validFrom: dateOf(Date.now() - 330 * day),
    expiresAt: dateOf(Date.now() + 34 * day),
  };
  const send = async (dryRun: boolean) => {
    const input = { rows: [row], dryRun };
    const { created, unchanged } = unwrap((await admin.mutate(ImportHistoryDocument, { input })).importHistory);
    return `${created} created, ${unchanged} unchanged`;
  };
  tell(
    "The admin takes over a certificate from the old system, with its true dates",
    `dry run: ${await send(true)}`,
    `for real: ${await send(false)}`,
    `sent twice: ${await send(false)}`,
  );
}

async function showStandings(learner: KunnaClient, whose: CertificationKey, tell: Tell): Promise<void> {
  const now = await learner.certifications.of(whose);
  if (!now?.cycle) throw new Error("The certificate that was taken over is not there.");
  const at = async (days: number) => {
    const instant = new Date(Date.now() + days * day).toISOString();
    return `${dateOf(Date.now() + days * day)}: ${(await learner.certifications.standingAt(whose, instant))?.standing}`;
  };
  tell(
    "Its standing, at any instant",
    await at(-340),
    await at(-200),
    `today: ${now.standing}, next step ${now.nextStep?.kind}`,
    await at(40),
    await at(70),
  );
}

async function changeContent({ programOwner, learner }: People, programId: string, tell: Tell): Promise<void> {
  const version = safetyProgram({ policy: yearly, taskRevision: 2 });
  const draft = unwrap(await programOwner.programs.draft({ programId, version }));
  const published = unwrap(await programOwner.programs.publish({ versionId: draft.id }));
  const renewal = await learner.certifications.renewal({ programId });
  tell(
    `The program owner changes the task and publishes version ${published.number}; a renewal asks for what changed`,
    ...(renewal?.progress.requirements?.requirements ?? []).map(
      ({ requirementKey, reason, state }) => `${requirementKey}: ${reason}, ${state}`,
    ),
    `by ${renewal?.expiresAt}; if not: ${renewal?.otherwise.map(({ at, standing }) => `${standing} from ${at}`).join(", ")}`,
  );
}

async function renew({ learner, reviewer }: People, whose: CertificationKey, tell: Tell): Promise<void> {
  const before = await learner.certifications.of(whose);
  const { id: enrolmentId } = unwrap(await learner.enrolments.enrol({ programId: whose.programId }));
  const task = unwrap(
    await learner.evidence.submit({
      enrolmentId,
      requirementKeys: ["apply-task"],
      performedOn: dateOf(Date.now()),
      text: "I cleared our shared folder of old applications, and set a date at which new ones are deleted.",
    }),
  );
  unwrap(await reviewer.evidence.review({ evidenceId: task.id, verdict: "ACCEPTED", comment: "Clear." }));
  const after = await learner.certifications.of(whose);
  tell(
    "The learner shows it, a reviewer accepts, and the certification is renewed; nobody loses days by being early",
    `before: ${before?.standing}, until ${before?.cycle?.expiresAt}`,
    `after: ${after?.standing}, cycle ${after?.cycle?.number}, until ${after?.cycle?.expiresAt}`,
  );
}

async function suspendAndAppeal(
  { admin, programOwner, learner }: People,
  whose: Required<CertificationKey>,
  tell: Tell,
): Promise<void> {
  const standing = async () => (await learner.certifications.of(whose))?.standing;
  const reason = "A list with protected identities was mailed to the wrong address.";
  const { suspendCertification } = await admin.mutate(SuspendCertificationDocument, { input: { ...whose, reason } });
  const decision = unwrap(suspendCertification);
  const suspended = await standing();
  const { fileAppeal } = await learner.mutate(FileAppealDocument, {
    input: { decisionId: decision.id, reason: "It was mailed from a shared account while I was on leave." },
  });
  const { decideAppeal } = await programOwner.mutate(DecideAppealDocument, {
    input: { appealId: unwrap(fileAppeal).id, outcome: "UPHELD", reason: "The roster shows it." },
  });
  unwrap(decideAppeal);
  const { decisions } = await admin.query(DecisionsDocument, { ...whose, first: 10 });
  tell(
    "The admin suspends it, the learner appeals, and somebody else decides",
    `${suspended}, then ${await standing()}`,
    ...decisions.nodes.map(({ kind, rule, decidedBy, reason }) => `${kind} (${rule}) by ${decidedBy.name}: ${reason}`),
  );
}
