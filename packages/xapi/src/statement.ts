import type { FactProvenance, LmsFact } from "@kunna/lms-kit";
import { z } from "zod";

/** What of a statement is used: the same in xAPI 1.0.3 (Data, 2.4) and 2.0 (IEEE 9274.1.1). Of all else there may be anything. */
const activities = z
  .union([z.object({ id: z.string() }).transform((one) => [one]), z.array(z.object({ id: z.string() }))])
  .optional();
const score = z.object({ scaled: z.number(), raw: z.number(), max: z.number() }).partial();
const instant = z
  .string()
  // Without a zone it would be the time of whoever reads it.
  .regex(/T.*(Z|[+-]\d\d:?\d\d)$/)
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()));
const base = z.object({
  id: z.uuid(),
  verb: z.object({ id: z.string() }),
  timestamp: instant,
});
const aboutPerson = base.extend({
  actor: z.object({ account: z.object({ homePage: z.string(), name: z.string() }) }),
  object: z.object({ objectType: z.literal("Activity").default("Activity"), id: z.string() }),
  result: z.object({ success: z.boolean(), completion: z.boolean(), score }).partial().default({}),
  context: z
    .object({ contextActivities: z.object({ grouping: activities, parent: activities }).partial().default({}) })
    .default({ contextActivities: {} }),
});
const voiding = base.extend({
  verb: z.object({ id: z.literal("http://adlnet.gov/expapi/verbs/voided") }),
  object: z.object({ objectType: z.literal("StatementRef"), id: z.uuid() }),
});
type Statement = z.infer<typeof aboutPerson>;

/** The statement that another one makes void, and since when (Data, 2.3.2). */
export interface Voiding {
  readonly id: string;
  readonly at: Date;
}

/** What of a statement a repeat is known by. Who posts to an LRS may leave both out, and the LRS gives them. */
export const identified = base.pick({ id: true, timestamp: true });

/** What a statement makes void; null: it is none that does. */
export function voidingOf(statement: unknown): Voiding | null {
  const { data } = voiding.safeParse(statement);
  return data ? { id: data.object.id, at: data.timestamp } : null;
}

/** The facts in a statement about an account of `homePage`. Of others, and of what is not about a result, there are none. */
export function factsOf(statement: unknown, homePage: string): readonly LmsFact[] {
  const { data } = aboutPerson.safeParse(statement);
  const verb = verbs[data?.verb.id ?? ""];
  if (!data || !verb || data.actor.account.homePage !== homePage) return [];
  const fact = { subject: data.actor.account.name, occurredAt: data.timestamp, provenance: provenanceOf(data) };
  const facts: LmsFact[] = [];
  if (data.result.completion ?? verb === "completed") facts.push({ kind: "COMPLETION", completed: true, ...fact });
  const grade = gradeOf(data, verb);
  if (grade) facts.push({ kind: "GRADE", ...grade, ...fact });
  return facts;
}

/** The same facts, taken back. */
export function undone(facts: readonly LmsFact[], at: Date): readonly LmsFact[] {
  return facts.map((fact) =>
    fact.kind === "COMPLETION"
      ? { ...fact, completed: false, occurredAt: at }
      : { ...fact, score: null, occurredAt: at },
  );
}

type Verb = "completed" | "passed" | "failed" | "scored";
const verbs: Readonly<Record<string, Verb>> = {
  "http://adlnet.gov/expapi/verbs/completed": "completed",
  "http://adlnet.gov/expapi/verbs/passed": "passed",
  "http://adlnet.gov/expapi/verbs/failed": "failed",
  "http://adlnet.gov/expapi/verbs/scored": "scored",
};

/** A share where there is one, else points of a maximum, else whether it was passed. */
function gradeOf({ result }: Statement, verb: Verb): { readonly score: number; readonly maximum: number } | undefined {
  const { scaled, raw, max } = result.score ?? {};
  if (scaled !== undefined) return { score: scaled, maximum: 1 };
  if (raw !== undefined && max !== undefined && max > 0) return { score: raw, maximum: max };
  const success = verb === "passed" ? true : verb === "failed" ? false : result.success;
  return success === undefined ? undefined : { score: success ? 1 : 0, maximum: 1 };
}

/** The course is the first grouping, as cmi5 has it (9.6.2), or the parent; an activity in neither is a course itself. */
function provenanceOf({ id, actor, object, context, verb }: Statement): FactProvenance {
  const { grouping = [], parent = [] } = context.contextActivities;
  const courseId = (grouping[0] ?? parent[0] ?? object).id;
  return {
    issuer: actor.account.homePage,
    courseId,
    ...(courseId === object.id ? {} : { activityId: object.id }),
    recordId: id,
    rule: verb.id,
  };
}
