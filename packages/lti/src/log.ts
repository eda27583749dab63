import { type ProblemCode, problems } from "./problems.ts";

/** A line for the log: what an administrator acts on. It never holds a token, a name or an e-mail address. */
export interface LtiLogEntry {
  readonly level: "info" | "warn" | "error";
  readonly code: ProblemCode | LtiNotice;
  /** What it means and who does what, in English. */
  readonly message: string;
  readonly detail?: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly registrationId?: string;
  readonly deploymentId?: string;
}

/** What is worth a line and refuses nothing. */
export const notices = {
  LAUNCHED: "An activity was opened.",
  DEPLOYMENT_ADDED: "A deployment is known from now on.",
  PLATFORM_REGISTERED: "A platform registered itself.",
  PLATFORM_REGISTERED_AGAIN:
    "A platform that is registered already did so again, such as by an update: nothing was changed here.",
  TARGET_LINK_DIFFERS: "The platform began the login with another target link than the one it signed, which was taken.",
  KEYS_STALE: "The platform's keyset could not be fetched; the keys of before are used for now.",
} as const;
export type LtiNotice = keyof typeof notices;

export type LtiLog = (entry: LtiLogEntry) => void;

/** Whom a line is about. */
export type LogSubject = Pick<LtiLogEntry, "issuer" | "clientId" | "registrationId" | "deploymentId">;

/** The line of a refusal. */
export function refusalEntry(code: ProblemCode, detail: string, subject: LogSubject): LtiLogEntry {
  const { en, status } = problems[code];
  const message = `${en.what} ${en.next}`;
  return { level: status >= 500 ? "error" : "warn", code, message, detail: printable(detail), ...cleaned(subject) };
}

/** The line of a notice. */
export function noticeEntry(code: LtiNotice, subject: LogSubject, detail?: string): LtiLogEntry {
  const level = code === "KEYS_STALE" || code === "TARGET_LINK_DIFFERS" ? "warn" : "info";
  const extra = detail === undefined ? {} : { detail: printable(detail) };
  return { level, code, message: notices[code], ...extra, ...cleaned(subject) };
}

function cleaned(subject: LogSubject): LogSubject {
  return Object.fromEntries(Object.entries(subject).map(([key, value]) => [key, printable(value)]));
}

/** Strangers' words in one line of at most 500 characters: nothing that breaks out of it, or steers a terminal. */
export function printable(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return clean.length > 500 ? `${clean.slice(0, 499)}…` : clean;
}
