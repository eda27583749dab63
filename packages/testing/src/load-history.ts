import {
  createProgram,
  draftProgramVersion,
  enrol,
  fileAppeal,
  publishProgramVersion,
  reviewEvidence,
  runCommandAs,
  type Services,
  submitEvidence,
  suspendCertification,
} from "@kunna/api";
import type { Actor } from "@kunna/domain";
import { dataProtectionVersions } from "./demo/data-protection-program.ts";
import { nordvikHistory } from "./demo/nordvik-history.ts";
import type { DemoProgram } from "./demo/types.ts";
import { versionOf } from "./version-of.ts";

const day = 24 * 60 * 60 * 1000;

/** A certification takes its learner this many days, from the enrolment to the award. */
const daysToAward = 20;

/**
 * Gives an organisation a past: a program with two versions, and persons in every standing that it leads to. Each step is
 * the command that a user would have given, on its day.
 */
export async function loadHistory(
  services: Services,
  actors: ReadonlyMap<string, Actor>,
  frameworkKey: string,
): Promise<void> {
  const history = new History(services, actors, frameworkKey);
  const { holdersOfFirst, holdersOfSecond, underWay, suspension } = nordvikHistory;
  const [first, second] = dataProtectionVersions;
  const programId = await history.begin(first, nordvikHistory.firstVersion);
  for (const { personKey, awarded } of holdersOfFirst) await history.award(programId, first, personKey, awarded);
  await history.publishNext(programId, second, nordvikHistory.secondVersion);
  for (const { personKey, awarded } of holdersOfSecond) await history.award(programId, second, personKey, awarded);
  await history.leaveUnderWay(programId, underWay.personKey, underWay.enrolled);
  await history.suspend(programId, suspension);
}

class History {
  readonly #services: Services;
  readonly #actors: ReadonlyMap<string, Actor>;
  readonly #frameworkKey: string;
  readonly #today: number;

  constructor(services: Services, actors: ReadonlyMap<string, Actor>, frameworkKey: string) {
    this.#services = services;
    this.#actors = actors;
    this.#frameworkKey = frameworkKey;
    this.#today = services.now().getTime();
  }

  #actor(key: string): Actor {
    const actor = this.#actors.get(key);
    if (!actor) throw new Error(`The demo has nobody with the key ${key}.`);
    return actor;
  }

  #instant(daysAgo: number): Date {
    return new Date(this.#today - daysAgo * day);
  }

  /** The installation as it was then. */
  #on(daysAgo: number): Services {
    return { ...this.#services, now: () => this.#instant(daysAgo) };
  }

  async begin(program: DemoProgram, daysAgo: number): Promise<string> {
    const owner = this.#actor("programOwner");
    const then = this.#on(daysAgo);
    const version = versionOf(program, this.#frameworkKey);
    const made = await runCommandAs(then, owner, createProgram, { key: program.key, version });
    await runCommandAs(then, owner, publishProgramVersion, { versionId: made.versionId, waiver: null });
    return made.programId;
  }

  async publishNext(programId: string, program: DemoProgram, daysAgo: number): Promise<void> {
    const owner = this.#actor("programOwner");
    const then = this.#on(daysAgo);
    const version = versionOf(program, this.#frameworkKey);
    const { versionId } = await runCommandAs(then, owner, draftProgramVersion, { programId, version });
    await runCommandAs(then, owner, publishProgramVersion, { versionId, waiver: null });
  }

  async award(programId: string, program: DemoProgram, personKey: string, awarded: number): Promise<void> {
    const enrolmentId = await this.#enrol(programId, personKey, awarded + daysToAward);
    const requirements = program.modules.flatMap((module) => module.requirements);
    const evidenceIds: string[] = [];
    for (const { key, kind } of requirements)
      evidenceIds.push(await this.#submit(enrolmentId, personKey, key, kind, awarded + 2));
    for (const evidenceId of evidenceIds) await this.#review(evidenceId, "ACCEPTED", awarded);
  }

  /** With a test that is accepted, a task that was returned, and a reflection that waits for its reviewer. */
  async leaveUnderWay(programId: string, personKey: string, enrolled: number): Promise<void> {
    const enrolmentId = await this.#enrol(programId, personKey, enrolled);
    const test = await this.#submit(enrolmentId, personKey, "know-test", "ASSESSMENT", enrolled - 5);
    await this.#review(test, "ACCEPTED", enrolled - 6);
    const task = await this.#submit(enrolmentId, personKey, "apply-task", "APPLIED_TASK", enrolled - 10);
    await this.#review(task, "RETURNED", enrolled - 12);
    await this.#submit(enrolmentId, personKey, "apply-reflection", "REFLECTION", enrolled - 14);
  }

  async suspend(programId: string, suspension: typeof nordvikHistory.suspension): Promise<void> {
    const { personKey, decided, reason, appealed, appeal } = suspension;
    const person = this.#actor(personKey);
    const of = { programId, personId: person.personId };
    const admin = this.#actor("admin");
    const { decisionId } = await runCommandAs(this.#on(decided), admin, suspendCertification, { ...of, reason });
    const filed = { decisionId, reason: appeal, asksForStay: true };
    await runCommandAs(this.#on(appealed), person, fileAppeal, filed);
  }

  async #enrol(programId: string, personKey: string, daysAgo: number): Promise<string> {
    const input = { programId, personId: null };
    return (await runCommandAs(this.#on(daysAgo), this.#actor(personKey), enrol, input)).enrolmentId;
  }

  async #submit(
    enrolmentId: string,
    personKey: string,
    requirementKey: string,
    kind: string,
    daysAgo: number,
  ): Promise<string> {
    const { evidenceId } = await runCommandAs(this.#on(daysAgo), this.#actor(personKey), submitEvidence, {
      enrolmentId,
      evidenceId: null,
      requirementKeys: [requirementKey],
      text: words[requirementKey] ?? null,
      links: [],
      fileIds: [],
      score: kind === "ASSESSMENT" ? 85 : null,
      performedOn: this.#instant(daysAgo + 1)
        .toISOString()
        .slice(0, 10),
    });
    return evidenceId;
  }

  async #review(evidenceId: string, verdict: "ACCEPTED" | "RETURNED", daysAgo: number): Promise<void> {
    await runCommandAs(this.#on(daysAgo), this.#actor("reviewer"), reviewEvidence, {
      evidenceId,
      verdict,
      comment: verdict === "ACCEPTED" ? "Clear, and done on a real task." : "Good work. One thing is missing.",
      missing: verdict === "ACCEPTED" ? [] : ["Say who decided that the columns may go."],
      ratings: [],
    });
  }
}

const words: Readonly<Record<string, string>> = {
  "apply-task": "I changed our sign-up list so that it asks for three things instead of fourteen.",
  "apply-reflection":
    "Nobody missed the eleven columns. Next time I ask what a question is for before I ask it, and I tell my colleagues why.",
  "assistants-task":
    "I let the assistant shorten a letter to a resident. I wrote the case as a general one first: no name, no street, no dates.",
};
