import { printable } from "./printable.ts";
import { type ProblemCode, problems } from "./problems.ts";

/** A line for the log: what an administrator acts on. It never holds a token, a name or an e-mail address. */
export interface LtiLogEntry {
  readonly level: "info" | "warn" | "error";
  readonly code: ProblemCode | LtiNotice;
  /** What it means and who does what, in English. */
  readonly message: string;
  readonly detail?: string;
  /** What the page shows too, where one was shown: to find this line by. */
  readonly reference?: string;
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
  CLAIMS_LEFT_OUT:
    "Parts of what the platform said are not as they should be, and were left out; the launch was taken.",
  KEYS_STALE: "The platform's keyset could not be fetched; the keys of before are used for now.",
} as const;
const warnings: ReadonlySet<string> = new Set<keyof typeof notices>([
  "CLAIMS_LEFT_OUT",
  "KEYS_STALE",
  "TARGET_LINK_DIFFERS",
]);
export type LtiNotice = keyof typeof notices;

/**
 * Takes a line. With TOOL_FAILED, `cause` is what the application's own handler, storage or network threw: it may hold anything, so it
 * is no part of the line.
 */
export type LtiLog = (entry: LtiLogEntry, cause?: unknown) => void;

/** Whom a line is about. */
export type LogSubject = Pick<LtiLogEntry, "issuer" | "clientId" | "registrationId" | "deploymentId">;

/** The line of a refusal. */
export function refusalEntry(
  code: ProblemCode,
  { detail, reference }: { readonly detail: string; readonly reference: string },
  subject: LogSubject,
): LtiLogEntry {
  const { en, status } = problems[code];
  const message = `${en.what} ${en.next}`;
  return {
    level: status >= 500 ? "error" : "warn",
    code,
    message,
    detail: printable(detail),
    reference,
    ...cleaned(subject),
  };
}

/** The line of a notice. */
export function noticeEntry(code: LtiNotice, subject: LogSubject, detail?: string): LtiLogEntry {
  const level = warnings.has(code) ? "warn" : "info";
  const extra = detail === undefined ? {} : { detail: printable(detail) };
  return { level, code, message: notices[code], ...extra, ...cleaned(subject) };
}

function cleaned(subject: LogSubject): LogSubject {
  return Object.fromEntries(Object.entries(subject).map(([key, value]) => [key, printable(value)]));
}
