import { type Progress, progressOf, type VersionContent } from "@kunna/domain";
import DataLoader from "dataloader";
import { type ApiContext, readerOf } from "../../context.ts";
import { contentOf, contentSelect } from "../program/index.ts";
import { type Counted, loadCountedEvidence } from "./counted-evidence.ts";

/** Which enrolment, on which version. */
interface ProgressKey extends Counted {
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
  const contents = await loadContents(keys, context);
  const enrolments = keys.map(({ versionId, ...enrolment }) => {
    const content = contents.get(versionId);
    if (!content) throw new Error(`The version ${versionId} of an enrolment is missing.`);
    return { ...enrolment, content };
  });
  const evidence = await loadCountedEvidence(readerOf(context), enrolments, context.services.now());
  return enrolments.map(({ id, content }) => progressOf(content, evidence.get(id) ?? []));
}

async function loadContents(keys: readonly ProgressKey[], context: ApiContext): Promise<Map<string, VersionContent>> {
  const versions = await readerOf(context).programVersion.findMany({
    where: { id: { in: [...new Set(keys.map(({ versionId }) => versionId))] } },
    select: contentSelect,
  });
  return new Map(versions.map((version) => [version.id, contentOf(version)]));
}
