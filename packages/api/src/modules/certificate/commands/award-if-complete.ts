import { progressOf, type VersionContent } from "@kunna/domain";
import type { CommandRun } from "../../../command.ts";
import { type EnrolmentFacts, loadEvidenceFacts } from "../../enrolment/index.ts";
import { loadContent } from "../../program/index.ts";
import { awardCertificate } from "./award-certificate.ts";

/**
 * R5: awards the certificate of an open enrolment when all is met, in the caller's transaction, with the enrolment
 * locked. Called wherever the last requirement can come to be met: by a verdict, or by resuming what was met before.
 * @param loaded the content of its version, where the caller has it
 * @throws NothingLeftToAward
 */
export async function awardIfComplete(
  run: CommandRun,
  enrolment: EnrolmentFacts,
  loaded?: VersionContent,
): Promise<void> {
  if (enrolment.status !== "ACTIVE") return;
  const content = loaded ?? (await loadContent(run.tx, enrolment.versionId));
  if (progressOf(content, await loadEvidenceFacts(run.tx, enrolment, content)).complete)
    await awardCertificate(run, enrolment);
}
