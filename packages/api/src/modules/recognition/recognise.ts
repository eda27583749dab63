import {
  dayOf,
  mayBeAwarded,
  type Recognised,
  Refusal,
  recognise,
  type Shown,
  type VersionContent,
} from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { timeZoneOf } from "../../time-zone.ts";
import { awardIfComplete } from "../certificate/index.ts";
import { loadCountedEvidence, lockEnrolment } from "../enrolment/index.ts";
import { contentOf, contentSelect, loadContent } from "../program/index.ts";
import type { StoredMapping } from "./credential-facts.ts";
import { type CountingCredential, loadCountingCredentials } from "./credential-store.ts";
import {
  insertRecognitions,
  loadAskedCompetencies,
  loadShownEvidence,
  lockRecognising,
  lockShowing,
  type NewRecognition,
  type RecognisingEnrolment,
  type StoredCompetency,
} from "./recognition-store.ts";

/** Recognises for new enrolments what the learners have shown in other programs (R12). */
export async function recogniseForEnrolments(run: CommandRun, enrolmentIds: string[]): Promise<void> {
  await recogniseFor(run, await lockRecognising(run.tx, { enrolmentIds }));
}

/** Recognises in all that persons are enrolled on what they have shown by now (R12). */
export async function recogniseForPersons(run: CommandRun, personIds: string[]): Promise<void> {
  await lockShowing(run.tx, personIds);
  await recogniseFor(run, await lockRecognising(run.tx, { personIds }));
}

interface Asking extends RecognisingEnrolment {
  readonly content: VersionContent;
  /** By key. */
  readonly requirementIds: ReadonlyMap<string, string>;
}

/** What counts outside of a program, and by which mappings where it is a credential. */
interface Elsewhere extends Shown<StoredCompetency> {
  readonly by?: readonly StoredMapping[];
}

/** The same statements, however many enrolments there are, and those of an award for each that it completes (R5). */
async function recogniseFor(run: CommandRun, enrolments: readonly RecognisingEnrolment[]): Promise<void> {
  if (enrolments.length === 0) return;
  const { tx, actor, now, emit } = run;
  const personIds = enrolments.map(({ personId }) => personId);
  const shown = await loadShownEvidence(tx, personIds);
  const credentials = await loadCountingCredentials(tx, personIds, now);
  const elsewhere = ({ personId, programId }: RecognisingEnrolment): Elsewhere[] => [
    ...shown.filter((one) => one.personId === personId && one.programId !== programId),
    ...credentials.filter((one) => one.personId === personId).map((one) => shownBy(one, programId)),
  ];
  const asking = await withContent(
    run,
    enrolments.filter((enrolment) => elsewhere(enrolment).length > 0),
  );
  if (asking.length === 0) return;

  const found = await decide(run, asking, elsewhere);
  const made = found.flatMap(({ recognitions }) => recognitions);
  if (made.length === 0) return;
  await insertRecognitions(
    tx,
    { organisationId: actor.organisationId, recognisedById: actor.personId, recognisedAt: now },
    made,
  );
  for (const { enrolment, keysByShown, credentialIds } of found) {
    const { id: enrolmentId, personId, programId, versionId } = enrolment;
    const about = { personId, programId, versionId, enrolmentId };
    for (const [id, requirementKeys] of keysByShown) {
      if (credentialIds.has(id))
        emit({ type: "CREDENTIAL_RECOGNISED", ...about, facts: { credentialId: id, requirementKeys } });
      else emit({ type: "EVIDENCE_RECOGNISED", ...about, evidenceId: id, facts: { requirementKeys } });
    }
  }
  for (const { enrolment, complete } of found) if (complete) await award(run, enrolment);
}

/** A credential as what it shows in one program. */
function shownBy({ id, awardedOn, by }: CountingCredential, programId: string): Elsewhere {
  return {
    ...{ id, source: "CREDENTIAL", performedOn: awardedOn, score: null, by },
    accepted: [
      { kind: "EXTERNAL_CREDENTIAL", prompts: [], competencies: by.flatMap(({ competency }) => competency ?? []) },
    ],
    requirementKeys: by.flatMap((one) => (one.programId === programId ? (one.requirementKey ?? []) : [])),
  };
}

async function withContent({ tx }: CommandRun, enrolments: readonly RecognisingEnrolment[]): Promise<Asking[]> {
  if (enrolments.length === 0) return [];
  const rows = await tx.programVersion.findMany({
    where: { id: { in: [...new Set(enrolments.map(({ versionId }) => versionId))] } },
    select: contentSelect,
  });
  const versions = new Map(
    rows.map((row) => {
      const requirements = row.modules.flatMap((module) => module.requirements);
      return [
        row.id,
        { content: contentOf(row), requirementIds: new Map(requirements.map(({ key, id }) => [key, id])) },
      ];
    }),
  );
  return enrolments.flatMap((enrolment) => {
    const version = versions.get(enrolment.versionId);
    return version ? { ...enrolment, ...version } : [];
  });
}

/** What is recognised for each enrolment: of its requirements, those that are not met already. */
async function decide(
  { tx, now }: CommandRun,
  enrolments: readonly Asking[],
  elsewhere: (enrolment: RecognisingEnrolment) => readonly Elsewhere[],
) {
  const timeZone = await timeZoneOf(tx);
  const competencies = await loadAskedCompetencies(
    tx,
    enrolments.map(({ versionId }) => versionId),
  );
  const counted = await loadCountedEvidence(tx, enrolments, now);
  const begun = await lastBegun(tx, enrolments);
  return enrolments.map((enrolment) => {
    const { id, personId, programId, versionId, purpose, content } = enrolment;
    const facts = counted.get(id) ?? [];
    const met = new Set(facts.flatMap((one) => (one.status === "ACCEPTED" ? one.requirementKeys : [])));
    const asked = content.modules.flatMap((module) =>
      module.requirements
        .filter(({ key }) => !met.has(key))
        .map((one) => ({ ...one, competencies: competencies.get(`${versionId} ${module.key}`) ?? [] })),
    );
    const since = begun.get(`${personId} ${programId}`);
    const evidence = elsewhere(enrolment);
    const recognised = recognise(asked, evidence, {
      policy: content.policy,
      today: dayOf(now, timeZone),
      since: since ? dayOf(since, timeZone) : null,
    });
    const keysByShown = groupKeys(recognised);
    const newFacts = [...keysByShown].map(([shownId, requirementKeys]) => {
      return { id: shownId, status: "ACCEPTED" as const, requirementKeys };
    });
    return {
      enrolment,
      keysByShown,
      credentialIds: new Set(evidence.flatMap(({ id: shownId, source }) => (source === "CREDENTIAL" ? shownId : []))),
      recognitions: recognised.map((one) => newRecognition(enrolment, one, evidence)),
      // Of a renewal, what it asks decides and not the path (R8): whoever awards looks.
      complete: recognised.length > 0 && (purpose === "RENEWAL" || mayBeAwarded(content, [...facts, ...newFacts])),
    };
  });
}

/** When the certificate began that each renewal renews, by person and program. */
async function lastBegun(tx: CommandRun["tx"], enrolments: readonly Asking[]): Promise<ReadonlyMap<string, Date>> {
  const renewing = enrolments.filter(({ purpose }) => purpose === "RENEWAL");
  if (renewing.length === 0) return new Map();
  const rows = await tx.certificate.findMany({
    where: { OR: renewing.map(({ personId, programId }) => ({ personId, programId })), moduleKey: null },
    orderBy: { validFrom: "asc" },
    select: { personId: true, programId: true, validFrom: true },
  });
  return new Map(rows.map(({ personId, programId, validFrom }) => [`${personId} ${programId}`, validFrom]));
}

function groupKeys(recognised: readonly Recognised[]): ReadonlyMap<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const { shownId, requirementKey } of recognised)
    keys.set(shownId, [...(keys.get(shownId) ?? []), requirementKey]);
  return keys;
}

function newRecognition(
  { id: enrolmentId, personId, requirementIds }: Asking,
  { requirementKey, shownId, competencies }: Recognised<StoredCompetency>,
  evidence: readonly Elsewhere[],
): NewRecognition {
  const requirementId = requirementIds.get(requirementKey);
  const shown = evidence.find(({ id }) => id === shownId);
  if (!requirementId || !shown?.performedOn) throw new Error(`What was recognised for ${requirementKey} is missing.`);
  const { performedOn, source, by = [] } = shown;
  const what =
    source === "CREDENTIAL" ? { evidenceId: null, credentialId: shownId } : { evidenceId: shownId, credentialId: null };
  const counted = new Set<unknown>(competencies);
  const mappings = by.filter(({ competency, requirementKey: named }) =>
    // By name only where no competency was asked for it.
    competencies.length === 0 ? named === requirementKey : counted.has(competency),
  );
  const mappingIds = mappings.map(({ id }) => id);
  return { enrolmentId, personId, requirementId, ...what, mappingIds, performedOn, competencies };
}

/** Awards what is complete, now that a credential counts again that was recognised before (R5). */
export async function awardByCredential(run: CommandRun, credentialId: string): Promise<void> {
  const rows = await run.tx.enrolment.findMany({
    where: { status: "ACTIVE", recognitions: { some: { credentialId } } },
    orderBy: { id: "asc" },
    select: { id: true, versionId: true },
  });
  for (const { id, versionId } of rows) await award(run, { id, content: await loadContent(run.tx, versionId) });
}

/** What can't be awarded now stays as it is, all met: nothing of what was shown is refused for it. */
async function award(run: CommandRun, { id, content }: { id: string; content: VersionContent }): Promise<void> {
  try {
    await awardIfComplete(run, await lockEnrolment(run.tx, id), content);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
