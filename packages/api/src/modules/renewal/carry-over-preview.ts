import type { Prisma } from "@kunna/database";
import {
  type AskedRequirement,
  allAsked,
  type DatesInForce,
  datesAt,
  type Progress,
  progressOf,
  type RenewalProgress,
  renewalProgress,
  type Standing,
  standingAt,
} from "@kunna/domain";
import { loadCountedEvidence } from "../enrolment/index.ts";
import { loadRenewalInputs } from "./load.ts";
import { factsAt, type PublishedVersion, type RenewalInputs, renewalStateOf, supposing } from "./state.ts";

/** What a renewal asks and when it opens: without the version, or with it. */
interface PreviewedRenewal extends RenewalProgress {
  readonly versionId: string;
  readonly dates: DatesInForce;
  readonly asked: readonly AskedRequirement[];
}

/** What a publication means to one person (R10). */
export interface PreviewedPerson {
  readonly personId: string;
  readonly programId: string;
  readonly standing: Standing;
  /** Of who has a certificate; null where it has none, or nothing to renew on. */
  readonly renewal: { readonly before: PreviewedRenewal | null; readonly after: PreviewedRenewal | null } | null;
  /** Of who is under way to a first certificate. */
  readonly learning: {
    readonly enrolmentId: string;
    readonly before: Progress;
    readonly after: Progress;
  } | null;
}

type Reads = Prisma.TransactionClient;

/**
 * R10: what a publication would mean to persons, without writing anything: by the same functions by which a renewal is
 * shown and awarded after it. The same statements, however many persons.
 * @param version as it would be published
 */
export async function previewCarryOver(
  reads: Reads,
  version: PublishedVersion & { readonly programId: string },
  moves: boolean,
  personIds: readonly string[],
  now: Date,
): Promise<PreviewedPerson[]> {
  const { programId } = version;
  const inputs = await loadRenewalInputs(
    reads,
    personIds.map((personId) => ({ personId, programId })),
    now,
  );
  const learning = await previewLearners(reads, inputs, version, moves, now);
  return inputs.map((one) => {
    const { personId, certification } = one;
    const before = previewed(supposing(one, version.id, null), now);
    const after = previewed(supposing(one, version.id, version, moves), now);
    return {
      ...{ personId, programId, standing: standingAt(now, certification) },
      renewal: before || after ? { before, after } : null,
      learning: learning.get(personId) ?? null,
    };
  });
}

function previewed(inputs: RenewalInputs, now: Date): PreviewedRenewal | null {
  const state = renewalStateOf(inputs, now);
  if (!state) return null;
  const { certificate, version } = state;
  const found = renewalProgress(certificate.policy, version.content, factsAt(state, now));
  return { ...found, versionId: version.id, dates: datesAt(now, certificate), asked: allAsked(found) };
}

/** R10: who is under way to a first certificate: what they have met carries over by requirement key and revision. */
async function previewLearners(
  reads: Reads,
  inputs: readonly RenewalInputs[],
  version: PublishedVersion & { readonly programId: string },
  moves: boolean,
  now: Date,
): Promise<ReadonlyMap<string, PreviewedPerson["learning"]>> {
  const enrolments = await reads.enrolment.findMany({
    where: {
      ...{ programId: version.programId, personId: { in: inputs.map(({ personId }) => personId) } },
      ...{ status: "ACTIVE", purpose: "INITIAL", version: { number: { lt: version.number } } },
    },
    select: { id: true, personId: true, resumesId: true, versionId: true },
  });
  const contents = new Map(inputs[0]?.versions.map(({ id, content }) => [id, content]));
  const staying = enrolments.flatMap((one) => {
    const content = contents.get(one.versionId);
    return content ? [{ ...one, content }] : [];
  });
  const present = await loadCountedEvidence(reads, staying, now);
  const moving = staying.map((one) => ({ ...one, content: version.content, moves: true }));
  const moved = moves ? await loadCountedEvidence(reads, moving, now) : present;
  return new Map(
    staying.map(({ id, personId, content }) => [
      personId,
      {
        enrolmentId: id,
        before: progressOf(content, present.get(id) ?? []),
        after: progressOf(moves ? version.content : content, moved.get(id) ?? []),
      },
    ]),
  );
}
