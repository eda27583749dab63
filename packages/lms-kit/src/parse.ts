import { z } from "zod";
import { type ConnectorHealth, type PushOutcome, pushOutcomes } from "./connector.ts";
import type { FactPage, LmsFact } from "./fact.ts";
import { type ExternalIdentity, memberRoles, type Page, type RosterMember } from "./person.ts";

/** How much of something a connector hands over at most: items in a page, facts of one message, checks of a connection. */
export const handoverLimits = {
  items: 1_000,
  checks: 50,
  id: 1_024,
  subject: 255,
  cursor: 4_096,
  text: 2_000,
} as const;

/** What a connector handed over is not what the contract says: a fault of the connector, and none of it is taken. */
export class ConnectorAnswerInvalid extends Error {
  readonly code = "CONNECTOR_ANSWER_INVALID";
  /** Of which method. */
  readonly method: string;
  /** What is wrong, each with where: never the values, which are the LMS's. */
  readonly problems: readonly string[];
  constructor(method: string, problems: readonly string[]) {
    super(`${method}() handed over what the contract does not allow. ${problems.join(". ")}.`);
    this.name = "ConnectorAnswerInvalid";
    this.method = method;
    this.problems = problems;
  }
}

/** What `identify` gave. @throws ConnectorAnswerInvalid */
export function parseIdentity(value: unknown): ExternalIdentity | null {
  return parsed("identify", identity.nullable(), value);
}

/** What `roster` gave. @throws ConnectorAnswerInvalid */
export function parseRosterPage(value: unknown): Page<RosterMember> {
  return parsed("roster", rosterPage, value);
}

/** What `facts` gave. @throws ConnectorAnswerInvalid */
export function parseFactPage(value: unknown): FactPage {
  return parsed("facts", factPage, value);
}

/** What `receive` gave. @throws ConnectorAnswerInvalid */
export function parseReceivedFacts(value: unknown): readonly LmsFact[] {
  return parsed("receive", listOf(fact), value);
}

/** What `push` gave. @throws ConnectorAnswerInvalid */
export function parsePushOutcome(value: unknown): PushOutcome {
  return parsed("push", z.enum(pushOutcomes), value);
}

/** What `check` gave. @throws ConnectorAnswerInvalid */
export function parseHealth(value: unknown): ConnectorHealth {
  return parsed("check", health, value);
}

// PostgreSQL keeps no NUL in a text, and neither it nor JSON half of a surrogate pair.
const text = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((value) => !value.includes("\0") && !/\p{Cs}/u.test(value), "has a character that can't be kept");

/** Not looked into before it is known to be short enough. */
const listOf = <T extends z.ZodType>(item: T, most: number = handoverLimits.items) =>
  z.array(z.unknown()).max(most).pipe(z.array(item));

// 1970-01-01T00:00:00Z is what a missing date becomes in many an LMS. The copy is no object of the connector's.
const instant = z
  .date()
  .min(new Date(1), "is no date of this era")
  .max(new Date("9999-12-31T23:59:59Z"), "is no date of this era")
  .transform((date) => new Date(date));

const identity = z
  .object({
    issuer: text(handoverLimits.id),
    subject: text(handoverLimits.subject),
    name: text(handoverLimits.text).optional(),
    email: text(320).optional(),
    locale: text(85)
      .regex(/^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i, "is no BCP 47 language tag")
      .optional(),
  })
  .transform(withoutUndefined);

const member = z.object({
  identity,
  roles: listOf(z.enum(memberRoles), memberRoles.length),
  active: z.boolean(),
});

const rosterPage = z
  .object({ items: listOf(member), next: text(handoverLimits.cursor).optional() })
  .transform(withoutUndefined);

const provenance = z
  .object({
    issuer: text(handoverLimits.id),
    courseId: text(handoverLimits.id),
    activityId: text(handoverLimits.id).optional(),
    recordId: text(handoverLimits.id),
    rule: text(handoverLimits.text).optional(),
  })
  .transform(withoutUndefined);

const base = { subject: text(handoverLimits.subject), occurredAt: instant, provenance };
const fact = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("COMPLETION"), completed: z.boolean(), ...base }),
  z.object({ kind: z.literal("GRADE"), score: z.number().nullable(), maximum: z.number().positive(), ...base }),
]);

const factPage = z.object({ facts: listOf(fact), cursor: text(handoverLimits.cursor), more: z.boolean() });

const healthCheck = z.object({
  name: text(handoverLimits.text),
  ok: z.boolean(),
  detail: z.string().max(handoverLimits.text),
});
const health = z
  .object({ ok: z.boolean(), checks: listOf(healthCheck, handoverLimits.checks) })
  .refine(({ ok, checks }) => ok === checks.every((check) => check.ok), "ok must say whether all checks are ok");

function parsed<T>(method: string, schema: z.ZodType<T>, value: unknown): T {
  const problems: string[] = [];
  try {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues.slice(0, 10)) {
      problems.push([path.join("."), message].filter((part) => part !== "").join(": "));
    }
  } catch {
    // A getter or a proxy of the connector's may throw whatever it likes.
    problems.push("it could not be read");
  }
  throw new ConnectorAnswerInvalid(method, problems);
}

type Exact<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** A connector that isn't written in TypeScript may leave out a member by giving it undefined. */
function withoutUndefined<T extends object>(value: T): Exact<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Exact<T>;
}
