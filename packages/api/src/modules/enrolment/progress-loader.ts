import { type EvidenceFact, type Progress, progressOf, type VersionContent } from "@kunna/domain";
import DataLoader from "dataloader";
import { type ApiContext, readerOf } from "../../context.ts";
import { contentOf, contentSelect } from "../program/index.ts";
import { evidenceFactOf, evidenceFactSelect } from "./enrolment-store.ts";

/** Which enrolment, on which version. */
interface ProgressKey {
  readonly enrolmentId: string;
  readonly versionId: string;
}

const loaders = new WeakMap<ApiContext, DataLoader<ProgressKey, Progress>>();

/** The loader of one request. It only gathers what is asked for at once and keeps nothing: a mutation may come between. */
export function progressLoader(context: ApiContext): DataLoader<ProgressKey, Progress> {
  const loader = loaders.get(context) ?? new DataLoader((keys) => loadProgress(keys, context), { cache: false });
  loaders.set(context, loader);
  return loader;
}

/** Progress of many enrolments at once: the same queries, however many they are. */
async function loadProgress(keys: readonly ProgressKey[], context: ApiContext): Promise<Progress[]> {
  const [contents, evidence] = await Promise.all([loadContents(keys, context), loadEvidence(keys, context)]);
  return keys.map(({ enrolmentId, versionId }) => {
    const content = contents.get(versionId);
    if (!content) throw new Error(`The version ${versionId} of an enrolment is missing.`);
    return progressOf(content, evidence.get(enrolmentId) ?? []);
  });
}

async function loadContents(keys: readonly ProgressKey[], context: ApiContext): Promise<Map<string, VersionContent>> {
  const versions = await readerOf(context).programVersion.findMany({
    where: { id: { in: [...new Set(keys.map(({ versionId }) => versionId))] } },
    select: contentSelect,
  });
  return new Map(versions.map((version) => [version.id, contentOf(version)]));
}

async function loadEvidence(keys: readonly ProgressKey[], context: ApiContext): Promise<Map<string, EvidenceFact[]>> {
  const rows = await readerOf(context).evidence.findMany({
    where: { enrolmentId: { in: keys.map(({ enrolmentId }) => enrolmentId) } },
    orderBy: { id: "asc" },
    select: { ...evidenceFactSelect, enrolmentId: true },
  });
  const byEnrolment = new Map<string, EvidenceFact[]>();
  for (const row of rows)
    byEnrolment.set(row.enrolmentId, [...(byEnrolment.get(row.enrolmentId) ?? []), evidenceFactOf(row)]);
  return byEnrolment;
}
