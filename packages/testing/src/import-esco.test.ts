import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { frameworkImports } from "./import-framework.test.support.ts";
import { demoSuite } from "./suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`importing ESCO on ${kind}`, ({ skip }) => skip(reason));

const conceptHeader =
  "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,description";
const esco = "http://data.europa.eu/esco/skill";

describe.each(kinds)("importing ESCO on %s", (kind) => {
  const { run, state } = frameworkImports(demoSuite(kind));

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
