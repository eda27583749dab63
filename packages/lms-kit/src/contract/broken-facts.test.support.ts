import type { Connector, ConnectorContext, FactPage, LmsFact } from "@kunna/lms-kit";
import type { Broken } from "./broken.test.support.ts";

type Facts = NonNullable<Connector["facts"]>;

/** For each check of facts(), a connector that is right but for what this check finds. */
export function brokenFacts(right: Required<Connector>): Broken[] {
  const isUndone = (fact: LmsFact) => fact.kind === "COMPLETION" && !fact.completed;
  const isCompleted = (fact: LmsFact) => fact.kind === "COMPLETION" && fact.completed;
  const scored = (fact: LmsFact, score: number) => fact.kind === "GRADE" && fact.score === score;
  return [
    {
      how: "facts of no course",
      fails: "facts() gives facts with their subject, provenance and date",
      ...telling((fact) => ({ ...fact, provenance: { ...fact.provenance, courseId: "" } })),
    },
    {
      how: "a date that is no date",
      fails: "facts() gives facts with their subject, provenance and date",
      ...telling((fact) => ({ ...fact, occurredAt: new Date("today") })),
    },
    {
      how: "milliseconds taken for seconds",
      fails: "facts() dates nothing in the future",
      ...telling((fact) => ({ ...fact, occurredAt: new Date(fact.occurredAt.getTime() * 2) })),
    },
    {
      how: "a beginning that is told once",
      fails: "facts() gives the same facts again for the same cursor",
      ...facts(once((cursor) => cursor === null)),
    },
    {
      how: "a place that it keeps in its own memory",
      fails: "facts() goes on after any page, as often as one likes",
      ...facts(once((cursor) => cursor !== null)),
    },
    {
      how: "completions that are told as none",
      fails: "facts() tells a completion",
      ...telling((fact) => (isCompleted(fact) ? ({ ...fact, completed: false } as LmsFact) : fact)),
    },
    {
      how: "an undone completion that is a record of its own",
      fails: "facts() tells that a completion was undone, with the same provenance",
      ...telling((fact) => (isUndone(fact) ? renamed(fact) : fact)),
    },
    {
      how: "an undone completion that is not told",
      fails: "facts() tells that a completion was undone, with the same provenance",
      ...facts(async (...call) => {
        const page = await right.facts(...call);
        return { ...page, facts: page.facts.filter((fact) => !isUndone(fact)) };
      }),
    },
    {
      how: "a first grade that is told as none",
      fails: "facts() tells a grade",
      ...telling((fact) => (scored(fact, 7) ? ({ ...fact, score: null } as LmsFact) : fact)),
    },
    {
      how: "a changed grade that is a record of its own",
      fails: "facts() tells that a grade was changed, with the same provenance",
      ...telling((fact) => (scored(fact, 9) ? renamed(fact) : fact)),
    },
    {
      how: "the newest first",
      fails: "facts() tells in order: what corrects comes after what it corrects",
      ...facts(async (...call) => {
        const page = await right.facts(...call);
        return { ...page, facts: [...page.facts].reverse() };
      }),
    },
    {
      how: "an unknown cursor taken for the beginning",
      fails: "facts() refuses a cursor that it did not give with UNKNOWN_CURSOR",
      ...facts((context, cursor) => right.facts(context, cursor && /^\d+$/.test(cursor) ? cursor : null)),
    },
  ];

  function facts(change: Facts) {
    return { connector: { ...right, facts: change } };
  }

  function telling(told: (fact: LmsFact) => LmsFact) {
    return facts(async (...call) => {
      const page = await right.facts(...call);
      return { ...page, facts: page.facts.map(told) };
    });
  }

  /** Leaves out a fact when such a cursor is asked for again in the same world. */
  function once(such: (cursor: string | null) => boolean): Facts {
    const asked = new WeakMap<ConnectorContext["settings"], Set<string | null>>();
    return async (context, cursor): Promise<FactPage> => {
      const page = await right.facts(context, cursor);
      const before = asked.get(context.settings) ?? new Set();
      asked.set(context.settings, before);
      if (!such(cursor) || !before.has(cursor)) {
        before.add(cursor);
        return page;
      }
      return { ...page, facts: page.facts.slice(1) };
    };
  }
}

function renamed(fact: LmsFact): LmsFact {
  return { ...fact, provenance: { ...fact.provenance, recordId: `${fact.provenance.recordId}-again` } };
}
