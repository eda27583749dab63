import type { TenantTransaction } from "@kunna/database";
import type { StoredFact } from "./fact-store.ts";

/** What names a fact in words: the sentence of the evidence that it becomes, in the organisation's language. */
export type FactText = (fact: StoredFact) => string;

/** How facts are named in words. The same statements however many. */
export async function factTexts(tx: TenantTransaction, facts: readonly StoredFact[]): Promise<FactText> {
  const { locale } = await tx.organisation.findFirstOrThrow({ select: { locale: true } });
  const connections = await tx.lmsConnection.findMany({
    where: { id: { in: [...new Set(facts.map(({ connectionId }) => connectionId))] } },
    select: { id: true, name: true },
  });
  const courses = await tx.lmsCourse.findMany({
    where: {
      connectionId: { in: connections.map(({ id }) => id) },
      externalId: { in: [...new Set(facts.map(({ courseId }) => courseId))] },
    },
    select: { connectionId: true, externalId: true, title: true },
  });
  const names = new Map(connections.map(({ id, name }) => [id, name]));
  const titles = new Map(
    courses.map(({ connectionId, externalId, title }) => [`${connectionId} ${externalId}`, title]),
  );
  const words = locale.startsWith("sv") ? swedish : english;
  return (fact) => {
    const course = titles.get(`${fact.connectionId} ${fact.courseId}`) ?? fact.courseId;
    return words(fact, names.get(fact.connectionId) ?? "", course);
  };
}

type Words = (fact: StoredFact, lms: string, course: string) => string;

const english: Words = ({ kind, activityId, rule, score, maximum }, lms, course) => {
  const what = kind === "GRADE" ? `A result of ${score} of ${maximum}` : "Completed";
  const activity = activityId === "" ? "" : `, activity ${activityId}`;
  return `${what} in ${lms}: course ${course}${activity}${rule === null ? "" : `, by the rule "${rule}"`}.`;
};

const swedish: Words = ({ kind, activityId, rule, score, maximum }, lms, course) => {
  const what = kind === "GRADE" ? `Resultat ${score} av ${maximum}` : "Genomfört";
  const activity = activityId === "" ? "" : `, aktivitet ${activityId}`;
  return `${what} i ${lms}: kurs ${course}${activity}${rule === null ? "" : `, enligt regeln "${rule}"`}.`;
};
