import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { frameworkImports } from "./import-framework.test.support.ts";
import { demoSuite } from "./suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`importing frameworks on ${kind}`, ({ skip }) => skip(reason));

const link = (identifier: string) => ({ identifier, uri: `https://case.example.org/${identifier}`, title: identifier });
const item = (identifier: string, fullStatement: string, more: object = {}) => ({
  identifier,
  uri: `https://case.example.org/${identifier}`,
  fullStatement,
  lastChangeDateTime: "2026-01-01T00:00:00+00:00",
  ...more,
});
const isChildOf = (child: string, parent: string) => ({
  identifier: crypto.randomUUID(),
  associationType: "isChildOf",
  originNodeURI: link(child),
  destinationNodeURI: link(parent),
});

describe.each(kinds)("importing frameworks on %s", (kind) => {
  const { run, state } = frameworkImports(demoSuite(kind));

  it("own CSV: row by row, the same in a dry run, nothing the second time, what changed the third; what vanished stays", async () => {
    const key = `own-${crypto.randomUUID()}`;
    const given = { key, title: "Own", version: "1", levels: ["low", "high"] };
    const csv = [
      "code;parentCode;type;label;description;level;tags",
      "1;;area;First;;;",
      "1.1;1;skill;Part;What it means;high;Knowledge|Skill",
      "1.1;1;skill;Part again;;;",
      "2;9;skill;Orphan;;;",
      "3;3;skill;Own parent;;;",
      "4;;skill;;;;",
      "5;;skill;Strange;;medium;",
      ";;skill;Nameless;;;",
      "1.2;1.1;skill;Deep;;low;",
    ].join("\r\n");
    const dry = await run(csv, { ...given, dryRun: true });
    expect(await state(key)).toEqual({ rows: [], events: 0 });
    const real = await run(csv, given);
    expect(real).toEqual([
      "CREATED",
      "CREATED",
      "REFUSED code ROW_TWICE",
      "REFUSED parentCode PARENT_UNKNOWN",
      "REFUSED parentCode PARENT_UNKNOWN",
      "REFUSED label LABEL_MISSING",
      "REFUSED level LEVEL_UNKNOWN",
      "REFUSED code CODE_MISSING",
      "CREATED",
    ]);
    expect(dry).toEqual(real);
    const after = await state(key);
    const bare = { description: null, tags: [], parent: null, level: null };
    expect(after.rows).toEqual([
      { ...bare, code: "1", type: "area", label: "First" },
      {
        code: "1.1",
        type: "skill",
        label: "Part",
        description: "What it means",
        tags: ["Knowledge", "Skill"],
        parent: "1",
        level: "high",
      },
      { ...bare, code: "1.2", type: "skill", label: "Deep", parent: "1.1", level: "low" },
    ]);
    expect((await run(csv, given)).filter((line) => line === "UNCHANGED")).toHaveLength(3);
    expect(await state(key)).toEqual(after);

    const change = "code,label,parentCode\n1.2,Deeper,\n1,,1.2\n6,New,1.2\n";
    const told = ["CHANGED", "REFUSED parentCode PARENT_CYCLE", "CREATED"];
    expect(await run(change, { key, dryRun: true })).toEqual(told);
    expect(await run(change, { key })).toEqual(told);
    const changed = await state(key);
    expect(changed.rows.map(({ code, label, parent }) => [code, label, parent])).toEqual([
      ["1", "First", null],
      ["1.1", "Part", "1"],
      ["1.2", "Deeper", "1.1"],
      ["6", "New", "1.2"],
    ]);
  });

  it("a new framework needs a title and a version: nothing is written without", async () => {
    const key = `own-${crypto.randomUUID()}`;
    await expect(run("code,label\n1,A\n", { key, title: "T" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      problems: [{ code: "FRAMEWORK_FACTS_MISSING", path: "version" }],
    });
    expect((await state(key)).rows).toEqual([]);
  });

  it("CASE 1.0: parents first whatever their order; unknown parents, circles and doubles are refused by item", async () => {
    const document = crypto.randomUUID();
    const [a, b, c, x, y, z, orphan] = Array.from({ length: 7 }, () => crypto.randomUUID()) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const caseFile = (label: string) =>
      JSON.stringify({
        CFDocument: { ...item(document, ""), title: "A framework", creator: "Someone", licenseURI: link("CC-BY-4.0") },
        CFItems: [
          item(c, "Deepest", { humanCodingScheme: "1.A.1", educationLevel: ["09", "10"] }),
          item(b, label, { CFItemType: "Strand", notes: "A note" }),
          item(a, "Top"),
          item(x, "In a circle"),
          item(y, "In a circle too"),
          item(z, "Below a circle"),
          item(orphan, "Orphan"),
          item(a, "Top again"),
          item(crypto.randomUUID(), ""),
          "no item",
        ],
        CFAssociations: [
          isChildOf(c, b),
          isChildOf(b, a),
          isChildOf(b, c),
          isChildOf(a, document),
          isChildOf(x, y),
          isChildOf(y, x),
          isChildOf(z, x),
          isChildOf(orphan, crypto.randomUUID()),
          { ...isChildOf(a, c), associationType: "isRelatedTo" },
        ],
      });
    const told = [
      "CREATED",
      "CREATED",
      "CREATED",
      "REFUSED parentCode PARENT_CYCLE",
      "REFUSED parentCode PARENT_CYCLE",
      "REFUSED parentCode PARENT_CYCLE",
      "REFUSED parentCode PARENT_UNKNOWN",
      "REFUSED code ROW_TWICE",
      "REFUSED label LABEL_MISSING",
      "REFUSED code CODE_MISSING",
    ];
    const key = `case-${document}`;
    expect(await run(caseFile("Middle"), { format: "case", dryRun: true })).toEqual(told);
    expect(await run(caseFile("Middle"), { format: "case" })).toEqual(told);
    expect((await state(key)).rows).toEqual([
      { code: a, type: "statement", label: "Top", description: null, tags: [], parent: null, level: null },
      { code: b, type: "Strand", label: "Middle", description: "A note", tags: [], parent: a, level: null },
      {
        code: c,
        type: "statement",
        label: "Deepest",
        description: null,
        tags: ["1.A.1", "09", "10"],
        parent: b,
        level: null,
      },
    ]);
    const again = await run(caseFile("Middle, said better"), { format: "case" });
    expect(again.slice(0, 3)).toEqual(["UNCHANGED", "CHANGED", "UNCHANGED"]);
  });

  it.each(["", "not json", "[]", "{}", '{"CFDocument":{"identifier":"x"}}', '{"CFItems":[]}', '"text"'])(
    "CASE 1.0: %j is refused as a whole",
    async (text) => {
      await expect(run(text, { format: "case" })).rejects.toMatchObject({ problem: "JSON_MALFORMED" });
    },
  );
});
