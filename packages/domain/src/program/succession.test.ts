import fc from "fast-check";
import { expect, it } from "vitest";
import { codesOf, module, requirement } from "../fixture.test.support.ts";
import { checkSuccession } from "./succession.ts";
import { type RequirementKind, requirementKinds } from "./version.ts";

const withOne = (key: string, kind: RequirementKind, revision: number) =>
  module("m", [], { requirements: [requirement(key, { kind, revision })] });

it.each<[string, [RequirementKind, number], [RequirementKind, number], string[]]>([
  ["stays as it is", ["APPLIED_TASK", 2], ["APPLIED_TASK", 2], []],
  ["rises", ["APPLIED_TASK", 2], ["APPLIED_TASK", 3], []],
  ["rises by more than one", ["APPLIED_TASK", 2], ["APPLIED_TASK", 9], []],
  ["falls", ["APPLIED_TASK", 2], ["APPLIED_TASK", 1], ["REVISION_FELL"]],
  ["falls, with another kind", ["APPLIED_TASK", 2], ["ASSESSMENT", 1], ["REVISION_FELL"]],
  ["stays, with another kind", ["APPLIED_TASK", 2], ["ASSESSMENT", 2], ["MEANING_CHANGED"]],
  ["rises with another kind", ["APPLIED_TASK", 2], ["ASSESSMENT", 3], []],
])("R1 a revision that %s", (_what, [kind, revision], [laterKind, laterRevision], codes) => {
  const problems = checkSuccession([withOne("r", kind, revision)], [withOne("r", laterKind, laterRevision)]);
  expect(codesOf(problems)).toEqual(codes);
  for (const { path } of problems) expect(path).toBe("modules.0.requirements.0.revision");
});

it("R1 a requirement keeps its key when it moves to another module", () => {
  const later = [module("new", ["REFLECTION"]), { ...withOne("r", "APPLIED_TASK", 1), key: "moved" }];
  expect(checkSuccession([withOne("r", "APPLIED_TASK", 2)], later)).toMatchObject([
    {
      code: "REVISION_FELL",
      path: "modules.1.requirements.0.revision",
      fix: "Use revision 2, or a higher one if its meaning changed.",
    },
  ]);
});

it("R1 a new requirement, and one that is dropped, are no problem", () => {
  expect(checkSuccession([withOne("old", "APPLIED_TASK", 7)], [withOne("new", "APPLIED_TASK", 1)])).toEqual([]);
});

it("R1 mended as its problem says, a revision has no problem", () => {
  const revision = fc.integer({ min: 1, max: 9 });
  const kind = fc.constantFrom<RequirementKind>(...requirementKinds);
  fc.assert(
    fc.property(kind, revision, kind, revision, (before, r1, after, r2) => {
      const [problem] = checkSuccession([withOne("r", before, r1)], [withOne("r", after, r2)]);
      expect(problem === undefined).toBe(r2 > r1 || (r2 === r1 && before === after));
      const higher = Number(/revision (?:to )?(\d+)/.exec(problem?.fix ?? "")?.[1] ?? r2) + Number(before !== after);
      expect(checkSuccession([withOne("r", before, r1)], [withOne("r", after, higher)])).toEqual([]);
    }),
  );
});
