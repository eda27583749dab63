import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { lint } from "./lint.test.helper.ts";

describe("the ways of the schema", () => {
  it.each([
    ["type Query { Person: Int }", "Query.Person: not how this kind of name (field) is spelled"],
    ["type Query { a(by_name: Int): Int }", "Query.a.by_name: not how this kind of name (argument) is spelled"],
    ["type Query { a: person_name } scalar person_name", "person_name: not how this kind of name (type) is spelled"],
    ["type Query { a: Kind } enum Kind { someValue }", "Kind.someValue: not how this kind of name (value) is spelled"],
    ["type Query { a(b: Filter): Int } input Filter { a: Int }", "Filter: an input type ends in Input"],
    ["type Query { a: KindEnum } enum KindEnum { A }", "KindEnum: that it is an enum"],
    ["type Query { awardedAt: String }", "Query.awardedAt: what ends in At is a DateTime"],
    ["type Query { performedOn: String! }", "Query.performedOn: what ends in On is a Date"],
    ["type Query { getPerson: Int }", "Query.getPerson: a field is named for what it gives"],
    ["type Query { id: ID }", "Query.id: a cache takes it for the thing's own id"],
    ["type Query { a: AConnection } type AConnection { b: Int }", "Query.a: a connection may be empty"],
    ["type Query { a: [Int!] }", "Query.a: a list may be empty"],
    ["type Query { a: [Int]! }", "Query.a: an item of a list is never null"],
    ["type Query { isIt: Boolean }", "Query.isIt: null would be a third answer"],
    ["type Query { totalCount: Int }", "Query.totalCount: it is never null"],
    ["type Query { a: Int @deprecated }", 'Query.a: "No longer supported" does not say what to use'],
    ['type Query { a: Int @deprecated(reason: "Use `b`.") }', "does not say what to use, and until when"],
    ['type Query { a: Int @deprecated(reason: "Removed after 2027-06-01.") }', "does not say what to use"],
    ['type Query { a: Int @deprecated(reason: "Use `b`. Removed after 2027-13-01.") }', "does not say what to use"],
    ['type Query { a(b: Int @deprecated(reason: "No.")): Int }', 'Query.a.b: "No." does not say'],
  ])("are broken by %s", (sdl, problem) => {
    expect(lint(buildSchema(sdl))).toEqual([expect.stringContaining(problem)]);
  });

  it("let a part be deprecated with what to use and a day", () => {
    const sdl = 'type Query { a: Int @deprecated(reason: "Use `b`. Removed after 2027-06-01."), b: Int }';
    expect(lint(buildSchema(sdl))).toEqual([]);
  });
});
