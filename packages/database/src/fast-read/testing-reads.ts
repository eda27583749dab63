import { createHash } from "node:crypto";
import type { ReadCall } from "./testing-differential.ts";

/** The id that seedRows gives a row. */
export function id(kind: string, number: number | string, key = "ours"): string {
  const hex = createHash("md5").update(`${key}-${kind}-${number}`).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const call = (property: string, method: string, args?: unknown): ReadCall => ({ property, method, args });
export const many = (property: string, args: unknown) => call(property, "findMany", args);

const only = { select: { id: true } };
const contains = (text: string) => ({ name: { contains: text, mode: "insensitive" } });

/** What is answered by one statement of ours. */
export const fast: Readonly<Record<string, ReadCall>> = {
  "all columns of every type": many("competency", {}),
  "a document": many("programVersion", { select: { path: true, policy: true, status: true }, orderBy: { id: "asc" } }),
  "documents that are no objects": many("event", { select: { facts: true, position: true }, orderBy: { id: "asc" } }),
  "a number that JSON keeps badly": many("certificate", { select: { policy: true }, take: 1 }),
  bytes: many("signingKey", { orderBy: { createdAt: "asc" } }),
  "a date": many("evidenceRevision", {
    select: { performedOn: true, links: true, text: true },
    orderBy: { id: "desc" },
  }),
  "a list that is NULL": many("competency", { select: { tags: true }, orderBy: { id: "asc" } }),
  "enum lists": many("person", { select: { roles: true, name: true }, orderBy: { id: "asc" } }),
  include: many("team", {
    include: { manager: true, members: { include: { person: true }, orderBy: { personId: "asc" } } },
  }),
  "a connection": many("certificate", {
    take: 3,
    skip: 0,
    where: { AND: [{}, {}] },
    orderBy: { id: "desc" },
    select: {
      id: true,
      person: { select: { name: true } },
      enrolment: {
        select: {
          evidence: { where: {}, orderBy: { id: "desc" }, take: 4, skip: 0, select: { id: true, status: true } },
          _count: { select: { evidence: { where: { status: "ACCEPTED" } }, events: true } },
        },
      },
    },
  }),
  "after a cursor": many("certificate", {
    ...only,
    take: 2,
    skip: 1,
    cursor: { id: id("certificate", 2) },
    orderBy: { id: "desc" },
  }),
  "before a cursor": many("certificate", {
    ...only,
    take: -2,
    skip: 1,
    cursor: { id: id("certificate", 2) },
    orderBy: { id: "desc" },
  }),
  "a cursor in another order": many("competency", {
    ...only,
    take: 3,
    cursor: { id: id("competency", 5) },
    orderBy: [{ position: "asc" }, { id: "desc" }],
  }),
  "a cursor that is not in the list": many("person", {
    ...only,
    take: 9,
    cursor: { id: id("person", 3) },
    where: { name: "Anna" },
  }),
  "a cursor of another organisation": many("person", { ...only, take: 9, cursor: { id: id("person", 3, "theirs") } }),
  "a cursor that never was": many("person", { ...only, take: 9, cursor: { id: id("person", 99) } }),
  "a cursor in the list of one row": call("enrolment", "findUnique", {
    where: { id: id("enrolment", 11) },
    select: { evidence: { ...only, cursor: { id: id("evidence", 13) }, skip: 1, take: 2, orderBy: { id: "asc" } } },
  }),
  "the last ones": many("person", { ...only, take: -2, orderBy: { id: "asc" } }),
  "the last ones of each": many("person", { select: { enrolments: { ...only, take: -2 } }, orderBy: { id: "asc" } }),
  "a page of each": many("person", { select: { enrolments: { ...only, take: 1, skip: 1 } }, orderBy: { id: "asc" } }),
  "a page without an order": many("person", { ...only, take: 3, skip: 2 }),
  "a page of rows with a compound key": many("teamMember", { take: 3, skip: 1 }),
  "no order at all": many("enrolment", { select: { id: true, evidence: only } }),
  "in the order of another table": many("evidenceRequirement", {
    orderBy: [{ requirement: { position: "desc" } }, { evidenceId: "asc" }, { requirementId: "asc" }],
  }),
  "in the order of what may be missing": many("event", {
    ...only,
    orderBy: [{ actor: { name: "desc" } }, { position: "asc" }, { id: "asc" }],
  }),
  "in an order with NULL": many("evidence", { ...only, orderBy: [{ submittedAt: "desc" }, { id: "asc" }], take: 5 }),
  "what is missing": many("competency", {
    select: { parent: { select: { code: true, parent: only } }, level: true },
    orderBy: { id: "asc" },
  }),
  "the few that refer to us": many("enrolment", {
    select: { certificates: { where: { moduleKey: null }, take: 1, ...only } },
    orderBy: { id: "asc" },
  }),
  "any case": many("person", { ...only, where: contains("aNN"), orderBy: { id: "asc" } }),
  "wildcards in a value": many("person", {
    ...only,
    where: { OR: [contains("%"), { name: { contains: "_" } }] },
    orderBy: { id: "asc" },
  }),
  "a backslash": many("person", { ...only, where: contains("\\n"), orderBy: { id: "asc" } }),
  starts: many("person", { ...only, where: { name: { startsWith: "A" }, email: { endsWith: "2@example.org" } } }),
  "a list of values": many("person", {
    ...only,
    where: { name: { in: ["Anna", 'O\'Brien "Q" \\n', "a,b", "{}"] } },
    orderBy: { id: "asc" },
  }),
  "none of a list": many("enrolment", {
    ...only,
    where: { status: { notIn: ["ACTIVE"] }, id: { notIn: [id("enrolment", 12)] } },
    orderBy: { id: "asc" },
  }),
  "an empty list": many("person", {
    ...only,
    where: { OR: [{ name: { in: [] } }, { name: { notIn: [] }, id: id("person", 1) }] },
  }),
  "NULL and not": many("evidence", {
    ...only,
    where: { OR: [{ submittedAt: null }, { decidedAt: { not: null } }] },
    orderBy: { id: "asc" },
  }),
  "not a value": many("competency", {
    ...only,
    where: { code: { not: "c1" }, NOT: { levelId: id("level", 1) } },
    orderBy: { id: "asc" },
  }),
  "nobody's": many("person", { ...only, where: { OR: [] } }),
  "not of nothing": many("person", { ...only, where: { NOT: {}, AND: [] }, orderBy: { id: "asc" } }),
  "not several": many("person", {
    ...only,
    where: { NOT: [{ name: "Anna" }, { name: "anna", email: "p2@example.org" }] },
    orderBy: { id: "asc" },
  }),
  "from and to": many("event", {
    ...only,
    where: { position: { gt: 9007199254740992n, lte: 9007199254740996n } },
    orderBy: { position: "asc" },
  }),
  "from an instant": many("enrolment", {
    ...only,
    where: { endedAt: { gte: new Date("2026-02-03T00:00:00Z"), lt: new Date("2027-01-01") } },
    orderBy: { id: "asc" },
  }),
  "a day": many("evidenceRevision", {
    ...only,
    where: { performedOn: new Date("2026-02-01") },
    orderBy: { id: "asc" },
  }),
  "through a relation": many("evidence", {
    ...only,
    where: { person: { memberships: { some: { team: { managerId: id("person", 1) } } } } },
    orderBy: { id: "asc" },
  }),
  "through one that may be missing": many("competency", {
    ...only,
    where: { parent: { is: { code: "c1" } } },
    orderBy: { id: "asc" },
  }),
  none: many("evidence", {
    ...only,
    where: {
      revisions: {
        none: {
          submittedAt: { not: null },
          OR: [
            { submittedById: id("person", 1) },
            { reviews: { some: { reviewerId: id("person", 3), verdict: "RETURNED" } } },
          ],
        },
      },
    },
    orderBy: { id: "asc" },
  }),
  "every with NULL": many("enrolment", {
    ...only,
    where: { evidence: { every: { decidedAt: { gt: new Date(0) } } } },
    orderBy: { id: "asc" },
  }),
  "some at all": many("person", { ...only, where: { reviews: { some: {} } }, orderBy: { id: "asc" } }),
  "undefined is not there": many("person", {
    ...only,
    where: { name: undefined, AND: undefined },
    orderBy: { id: "asc" },
    take: undefined,
  }),
  first: call("person", "findFirst", { where: { name: "Anna" }, orderBy: { id: "desc" }, select: { email: true } }),
  "the first after a cursor": call("person", "findFirst", { ...only, cursor: { id: id("person", 4) }, skip: 1 }),
  "no first": call("person", "findFirst", { where: { name: "Nobody" } }),
  "no first, which is an error": call("person", "findFirstOrThrow", { where: { name: "Nobody" } }),
  "by id": call("person", "findUnique", { where: { id: id("person", 1) } }),
  "by id and more": call("certificate", "findUnique", {
    where: { number: "ours-1", AND: [{ personId: id("person", 2) }] },
  }),
  "by a compound key": call("program", "findUnique", {
    where: { organisationId_key: { organisationId: id("x", 1), key: "p1" } },
  }),
  "by a compound primary key": call("teamMember", "findUniqueOrThrow", {
    where: { teamId_personId: { teamId: id("team", 1), personId: id("person", 1) } },
    include: { person: true },
  }),
  "of another organisation": call("person", "findUnique", { where: { id: id("person", 1, "theirs") } }),
  "of another organisation, which is an error": call("person", "findUniqueOrThrow", {
    where: { id: id("person", 1, "theirs") },
  }),
  count: call("person", "count", { where: contains("anna") }),
  "count all": call("evidence", "count"),
  "an id that is none": call("person", "findUnique", { where: { id: 'x\'; DROP TABLE "Person"; --' } }),
  "a list with an id that is none": many("person", { where: { id: { in: ["x"] } } }),
  "a text that no database keeps": many("person", { where: { name: "a\u0000b" } }),
};

/** What Prisma answers, since we would have to guess, or because it is no read at all that Prisma knows. */
export const byPrisma: Readonly<Record<string, ReadCall>> = {
  "a cursor in an order with NULL": many("evidence", {
    ...only,
    take: 2,
    cursor: { id: id("evidence", 13) },
    orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
  }),
  "a cursor in the lists of several": many("enrolment", {
    select: { evidence: { ...only, cursor: { id: id("evidence", 13) }, take: 2 } },
    orderBy: { id: "asc" },
  }),
  "NOT through a relation": many("competency", {
    ...only,
    where: { NOT: { parent: { code: "c1" } } },
    orderBy: { id: "asc" },
  }),
  isNot: many("event", { ...only, where: { actor: { isNot: { name: "Anna" } } }, orderBy: { id: "asc" } }),
  "a relation that is not there": many("event", { ...only, where: { actor: null }, orderBy: { id: "asc" } }),
  "an empty branch": many("person", { ...only, where: { OR: [{}, { name: "Anna" }] }, orderBy: { id: "asc" } }),
  "NULLS LAST": many("evidence", {
    ...only,
    orderBy: [{ submittedAt: { sort: "desc", nulls: "last" } }, { id: "asc" }],
  }),
  "the order of a count": many("person", { ...only, orderBy: [{ enrolments: { _count: "desc" } }, { id: "asc" }] }),
  "a list column": many("person", { ...only, where: { roles: { has: "ADMIN" } } }),
  "a document's key": many("event", {
    ...only,
    where: { facts: { path: ["n"], equals: 0.1 } },
    orderBy: { id: "asc" },
  }),
  "any case, whole": many("person", {
    ...only,
    where: { name: { equals: "ANNA", mode: "insensitive" } },
    orderBy: { id: "asc" },
  }),
  distinct: many("person", { distinct: ["name"], select: { name: true }, orderBy: [{ name: "asc" }, { id: "asc" }] }),
  omit: many("team", { omit: { name: true }, orderBy: { id: "asc" } }),
  nothing: many("person", { ...only, take: 0 }),
  "a date as text": many("enrolment", {
    ...only,
    where: { endedAt: { gt: "2026-02-02T12:00:00Z" } },
    orderBy: { id: "asc" },
  }),
  "an unknown field": many("person", { ...only, where: { nothing: 1 } }),
  "an unknown argument": many("person", { ...only, unknown: 1 }),
  "a field that is a function's name": many("person", { select: { constructor: true } }),
  "a value of another type": many("person", { where: { name: 1 } }),
  "an enum value that is none": many("enrolment", { where: { status: "ACTIVE'--" } }),
  "a selection of nothing": many("person", { select: {} }),
  "too many rows for a plan": many("person", { ...only, take: 100_000, orderBy: { id: "asc" } }),
};
