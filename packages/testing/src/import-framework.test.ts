import { createContext, type FrameworkFormat, importRows, openFrameworkFile, type RowResult } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
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

const conceptHeader =
  "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,description";
const esco = "http://data.europa.eu/esco/skill";

describe.each(kinds)("importing frameworks on %s", (kind) => {
  const suite = demoSuite(kind);

  async function run(
    text: string,
    {
      format = "csv",
      dryRun = false,
      batchSize = 2,
      ...given
    }: {
      format?: FrameworkFormat;
      dryRun?: boolean;
      batchSize?: number;
      key?: string;
      title?: string;
      version?: string;
      levels?: string[];
    } = {},
  ) {
    async function* bytes() {
      yield Buffer.from(text);
    }
    const { importer, rows } = await openFrameworkFile(format, given, bytes());
    const context = createContext(suite.server.services, suite.actors.admin);
    const told: RowResult[] = [];
    for await (const line of importRows(context, importer, rows, { dryRun, batchSize }))
      if (!("rows" in line)) told.push(line);
    return told
      .toSorted((a, b) => a.row - b.row)
      .map(({ result, problems }) => [result, ...problems.map(({ code, path }) => `${path} ${code}`)].join(" "));
  }

  const state = (key: string) =>
    suite.server.services.database.asSystem(async (tx) => {
      const rows = await tx.competency.findMany({
        where: { framework: { key, organisationId: suite.actors.admin.organisationId } },
        orderBy: { position: "asc" },
        select: {
          code: true,
          type: true,
          label: true,
          description: true,
          tags: true,
          parent: { select: { code: true } },
          level: { select: { key: true, rank: true } },
        },
      });
      const events = await tx.event.findMany({ where: { type: "FRAMEWORK_IMPORTED" }, select: { facts: true } });
      return {
        rows: rows.map(({ parent, level, ...row }) => ({
          ...row,
          parent: parent?.code ?? null,
          level: level?.key ?? null,
        })),
        events: events.filter(({ facts }) => (facts as { frameworkKey: string }).frameworkKey === key).length,
      };
    });

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

  it("ESCO: groups, then skills, then their relations; sent twice nothing changes", async () => {
    const given = { key: `esco-${crypto.randomUUID()}`, version: "1.2" };
    const groups = `conceptType,conceptUri,preferredLabel,altLabels,code\nSkillGroup,${esco}/S1,communication,,S1\n`;
    const skills = `${conceptHeader}
KnowledgeSkillCompetence,${esco}/a,skill/competence,transversal,listen well,"hear
attend",,released,"Hear what is said."
KnowledgeSkillCompetence,${esco}/b,knowledge,sector-specific,phonetics,,,released,
KnowledgeSkillCompetence,,knowledge,,nameless,,,released,
`;
    const relations = `conceptType,conceptUri,broaderType,broaderUri
KnowledgeSkillCompetence,${esco}/a,SkillGroup,${esco}/S1
KnowledgeSkillCompetence,${esco}/b,KnowledgeSkillCompetence,${esco}/a
KnowledgeSkillCompetence,${esco}/b,SkillGroup,${esco}/S1
KnowledgeSkillCompetence,${esco}/a,SkillGroup,${esco}/S9
SkillGroup,${esco}/S1,KnowledgeSkillCompetence,${esco}/b
KnowledgeSkillCompetence,${esco}/none,SkillGroup,${esco}/S1
`;
    expect(await run(groups, { ...given, format: "esco-skills" })).toEqual(["CREATED"]);
    expect(await run(skills, { ...given, format: "esco-skills" })).toEqual([
      "CREATED",
      "CREATED",
      "REFUSED code CODE_MISSING",
    ]);
    const told = [
      "CHANGED",
      "CHANGED",
      "REFUSED code ROW_TWICE",
      "REFUSED code ROW_TWICE",
      "REFUSED parentCode PARENT_CYCLE",
      "REFUSED label LABEL_MISSING",
    ];
    expect(await run(relations, { ...given, format: "esco-relations", dryRun: true })).toEqual(told);
    expect(await run(relations, { ...given, format: "esco-relations" })).toEqual(told);
    const after = await state(given.key);
    expect(after.rows).toEqual([
      {
        code: `${esco}/S1`,
        type: "SkillGroup",
        label: "communication",
        description: null,
        tags: [],
        parent: null,
        level: null,
      },
      {
        code: `${esco}/a`,
        type: "skill/competence",
        label: "listen well",
        description: "Hear what is said.",
        tags: ["transversal"],
        parent: `${esco}/S1`,
        level: null,
      },
      {
        code: `${esco}/b`,
        type: "knowledge",
        label: "phonetics",
        description: null,
        tags: ["sector-specific"],
        parent: `${esco}/a`,
        level: null,
      },
    ]);
    await run(groups, { ...given, format: "esco-skills" });
    await run(skills, { ...given, format: "esco-skills" });
    await run(relations, { ...given, format: "esco-relations" });
    expect(await state(given.key)).toEqual(after);
  });
});
