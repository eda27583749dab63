import type { Telling } from "../tellings.ts";
import type { MailTexts, Say } from "./words.ts";

const appeal =
  "You have the right to appeal. Whoever decides the appeal had no part in the decision. The reasons stand with the decision where you sign in, and that is where you appeal.";
const seeWhere = "What was said about it is shown where you sign in.";

function validity({ expiresAt }: Telling, say: Say): string[] {
  return expiresAt ? [`It is valid ${say.until(expiresAt)}.`] : [];
}

function due({ dueAt }: Telling, say: Say): string[] {
  return dueAt ? [`It is to be completed: ${say.until(dueAt)}.`] : [];
}

function work({ requirementTitles }: Telling): string[] {
  return requirementTitles.length > 0 ? [`It is for: ${requirementTitles.join(", ")}.`] : [];
}

export const en: MailTexts = {
  tells: {
    RENEWAL_OPENED: (t, say) => ({
      subject: t.own ? `You can renew ${t.programTitle}` : `${t.personName} can renew ${t.programTitle}`,
      text: t.expiresAt
        ? [`The certificate is valid ${say.until(t.expiresAt)}, and can be renewed from now on.`]
        : ["It can be renewed from now on."],
    }),
    RENEWAL_REMINDER: (t, say) => ({
      subject: t.own
        ? `Your certificate in ${t.programTitle} expires soon`
        : `${t.personName}: the certificate in ${t.programTitle} expires soon`,
      text: t.expiresAt ? [`It is valid ${say.until(t.expiresAt)}, and has not been renewed.`] : [],
    }),
    CERTIFICATE_EXPIRED: (t, say) => ({
      subject: t.own
        ? `Your certificate in ${t.programTitle} has expired`
        : `${t.personName}: the certificate in ${t.programTitle} has expired`,
      text: t.graceEndsAt ? [`It can still be renewed, ${say.until(t.graceEndsAt)}.`] : [],
    }),
    CERTIFICATE_LAPSED: (t) => ({
      subject: t.own
        ? `Your certification in ${t.programTitle} has lapsed`
        : `${t.personName}: the certification in ${t.programTitle} has lapsed`,
      text: ["The time to renew it is over. To be certified again, everything is shown anew."],
    }),
    EVIDENCE_SUBMITTED: (t) => ({
      subject: `${t.personName} has submitted evidence in ${t.programTitle}`,
      text: [...work(t), "It waits for your review."],
    }),
    EVIDENCE_ACCEPTED: (t) => ({ subject: `Your evidence in ${t.programTitle} was accepted`, text: work(t) }),
    EVIDENCE_RETURNED: (t) => ({
      subject: `Your evidence in ${t.programTitle} needs something more`,
      text: [...work(t), "What is missing is shown where you sign in. Then submit it again."],
    }),
    EVIDENCE_REJECTED: (t) => ({
      subject: `Your evidence in ${t.programTitle} was not accepted`,
      text: [...work(t), seeWhere],
    }),
    CREDITS_ACCEPTED: () => ({ subject: "Your CPD credits were accepted", text: [] }),
    CREDITS_REJECTED: () => ({ subject: "Your CPD credits were not accepted", text: [seeWhere] }),
    CERTIFICATE_AWARDED: (t, say) => ({ subject: `You are certified: ${t.programTitle}`, text: validity(t, say) }),
    MICRO_CREDENTIAL_AWARDED: (t, say) => ({
      subject: `You have a micro-credential: ${t.programTitle}`,
      text: validity(t, say),
    }),
    CERTIFICATE_EXTENDED: (t, say) => ({
      subject: `Your certificate in ${t.programTitle} is valid for longer`,
      text: validity(t, say),
    }),
    AWARD_DECLINED: (t) => ({
      subject: `Your certificate in ${t.programTitle} was not approved yet`,
      text: ["You can show more, and then it is put to an approver again.", seeWhere],
    }),
    AWARD_APPROVAL_AWAITED: (t) => ({
      subject: `${t.personName}: the certificate in ${t.programTitle} waits for approval`,
      text: ["All requirements are met."],
    }),
    PERSON_ENROLLED: (t, say) => ({ subject: `You are enrolled on ${t.programTitle}`, text: due(t, say) }),
    ENROLMENT_REQUIRED: (t, say) => ({ subject: `You are asked to complete ${t.programTitle}`, text: due(t, say) }),
    ENROLMENT_MOVED: (t, say) => ({
      subject: `You go on with a new version of ${t.programTitle}`,
      text: ["What you have shown already comes along.", ...due(t, say)],
    }),
    ENROLMENT_REQUESTED: (t) => ({
      subject: `${t.personName} asks to be enrolled on ${t.programTitle}`,
      text: ["You can approve or decline it."],
    }),
    EXTENSION_REQUESTED: (t, say) => ({
      subject: `${t.personName} asks for more time for ${t.programTitle}`,
      text: [...due(t, say), "You can approve or decline it."],
    }),
    ENROLMENT_REQUEST_DECIDED: (t) => ({
      subject:
        t.outcome === "APPROVED"
          ? `You are enrolled on ${t.programTitle}`
          : `Your request for ${t.programTitle} was declined`,
      text: t.outcome === "APPROVED" ? [] : [seeWhere],
    }),
    EXTENSION_REQUEST_DECIDED: (t, say) => ({
      subject:
        t.outcome === "APPROVED"
          ? `You have more time for ${t.programTitle}`
          : `You do not have more time for ${t.programTitle}`,
      text: t.outcome === "APPROVED" ? due(t, say) : [...due(t, say), seeWhere],
    }),
    CERTIFICATION_SUSPENDED: (t, say) => ({
      subject: `Your certification in ${t.programTitle} is suspended`,
      text: [`It was decided on ${say.day(t.at)}. As long as it holds, you do not count as certified.`, appeal],
    }),
    CERTIFICATION_REINSTATED: (t, say) => ({
      subject: `Your certification in ${t.programTitle} is no longer suspended`,
      text: [`It was decided on ${say.day(t.at)}.`],
    }),
    CERTIFICATE_REVOKED: (t, say) => ({
      subject: `Your certificate in ${t.programTitle} is revoked`,
      text: [
        `It was decided on ${say.day(t.at)}.`,
        ...(t.barUntil ? [`You can be certified again on ${say.day(t.barUntil)} at the earliest.`] : []),
        appeal,
      ],
    }),
    STAY_GRANTED: (t, say) => ({
      subject: `The decision on your certification in ${t.programTitle} is held up`,
      text: [`It was decided on ${say.day(t.at)} that it waits until your appeal is decided.`],
    }),
    APPEAL_DECIDED: (t, say) => ({
      subject:
        t.outcome === "UPHELD"
          ? `Your appeal was upheld: ${t.programTitle}`
          : `Your appeal was dismissed: ${t.programTitle}`,
      text: [
        t.outcome === "UPHELD"
          ? `The decision that you appealed holds no more, from ${say.day(t.at)}.`
          : `The decision that you appealed stands. That was decided on ${say.day(t.at)}.`,
        "The reasons stand with the decision where you sign in.",
      ],
    }),
    WEBHOOK_ENDPOINT_PAUSED: () => ({
      subject: "A webhook of yours is paused",
      text: [
        "Nothing is sent to it until it is resumed. The events are kept, and are sent then. The cause is shown where you sign in.",
      ],
    }),
    APPEAL_FILED: (t) => ({
      subject: `${t.personName} has appealed a decision on ${t.programTitle}`,
      text: ["You can decide it: you had no part in the decision."],
    }),
  },
  until: { wholeDay: (day) => `until and including ${day}`, instant: (instant) => `until ${instant}` },
  greeting: (name) => `Hello ${name},`,
  digestSubject: (count, organisation) => `${count} things from ${organisation}`,
  digestIntro: (count) => `Here are ${count} things that have happened.`,
  more: (count) => `And ${count} more: you see them where you sign in.`,
  certificatePage: "The certificate's page:",
  portal: "Sign in:",
  why: (organisation) => `You get this because you belong to ${organisation}.`,
  unsubscribe: "If you don't want mails like this:",
  mandatory: "This message is about your right to appeal. That is why it can't be called off.",
};
