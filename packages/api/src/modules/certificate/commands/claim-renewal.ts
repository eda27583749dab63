import {
  datesAt,
  EnrolmentEnded,
  earlyChoice,
  InvalidInput,
  ReinstatementBarred,
  RenewalIncomplete,
  RenewalNotOpen,
} from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockEnrolment } from "../../enrolment/index.ts";
import { renewalCompletion } from "../../renewal/index.ts";
import { loadRenewal } from "../renewal.ts";
import { awardRenewal } from "./award-certificate.ts";

export interface ClaimRenewal {
  readonly enrolmentId: string;
  /** Whether the holder, having seen both dates, takes it before the renewal opens. */
  readonly early: boolean;
}

/**
 * Awards a renewal that was complete before it opened, or under a bar: then no review is left to award it (R9).
 * @throws NotPermitted, NotFound, EnrolmentEnded, InvalidInput, RenewalIncomplete, RenewalNotOpen, ReinstatementBarred, NothingLaterToRenewTo
 */
export const claimRenewal: Command<ClaimRenewal, { certificateId: string }> = async (run, { enrolmentId, early }) => {
  const { tx, actor, now } = run;
  const enrolment = await lockEnrolment(tx, enrolmentId);
  authorize(actor, "renewal.claim", { personId: enrolment.personId });
  if (enrolment.status !== "ACTIVE") throw new EnrolmentEnded();
  if (enrolment.purpose !== "RENEWAL") throw new InvalidInput([notARenewal]);
  const completion = await renewalCompletion(run, enrolment, true);
  if (!completion) throw new RenewalIncomplete();

  const facts = await loadRenewal(run, enrolment, completion, true);
  if (facts.bar) throw new ReinstatementBarred(facts.bar.until);
  if (facts.row === "EARLY" && !early) {
    const { opensAt } = datesAt(now, facts.renewal.certificate);
    throw new RenewalNotOpen(opensAt, earlyChoice(facts.renewal));
  }
  return awardRenewal(run, enrolment, facts);
};

const notARenewal = {
  code: "NOT_A_RENEWAL",
  path: "enrolmentId",
  message: "The enrolment leads to a first certificate, which is awarded when its last requirement is met.",
  fix: "Pass an enrolment whose purpose is RENEWAL.",
};
