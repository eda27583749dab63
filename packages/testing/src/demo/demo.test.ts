import { checkVersion, pathSchema, programPolicySchema } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { digComp } from "./demo.test.helper.ts";
import { demoPrograms, nordvik, omsorgNord } from "./index.ts";
import type { DemoModule, DemoOrganisation, DemoProgram } from "./types.ts";

const framework = digComp();
const organisations = [nordvik(framework), omsorgNord()];
const programs = demoPrograms(framework);
const requirementsOf = ({ modules }: DemoProgram) => modules.flatMap(({ requirements }) => requirements);
const kindsOf = ({ requirements }: DemoModule) => requirements.map(({ kind }) => kind);

describe("The programs on DigComp 3.0", () => {
  it("are two for each of the five areas", () => {
    expect(programs.map(({ key }) => key)).toEqual(
      [1, 2, 3, 4, 5].flatMap((area) => [`digcomp-${area}-foundation`, `digcomp-${area}-advanced`]),
    );
  });

  it("have a module for each competence, and one to use it at work once those are done", () => {
    expect(programs.map(({ modules }) => modules.length)).toEqual([4, 4, 7, 7, 5, 5, 5, 5, 5, 5]);
    for (const { modules } of programs) {
      const apply = modules.at(-1);
      expect(apply?.key).toBe("apply");
      expect(apply?.prerequisiteKeys).toEqual(modules.slice(0, -1).map(({ key }) => key));
      expect(apply && kindsOf(apply)).toEqual(["APPLIED_TASK", "REFLECTION"]);
    }
    expect(programs[0]?.modules[0]?.key).toBe("1-1-browsing");
  });

  it("test at the foundation, and observe at the advanced level", () => {
    for (const { key, modules } of programs) {
      const kind = key.endsWith("foundation") ? "ASSESSMENT" : "OBSERVATION";
      for (const module of modules.slice(0, -1)) expect(kindsOf(module), `${key} ${module.key}`).toEqual([kind]);
    }
    expect(new Set(programs.flatMap(requirementsOf).map(({ passMark }) => passMark))).toEqual(new Set([70, null]));
  });

  it("cover each of the 523 outcomes exactly once, at its own level", () => {
    const covered = programs
      .flatMap(({ modules }) => modules.flatMap(({ competencies }) => competencies))
      .filter(({ code }) => code.startsWith("LO"));
    const outcomes = framework.competencies
      .filter(({ type }) => type === "outcome")
      .map(({ code, levelKey }) => ({ code, levelKey }));
    const byCode = (a: { code: string }, b: { code: string }) => a.code.localeCompare(b.code);
    expect([...covered].sort(byCode)).toEqual([...outcomes].sort(byCode));
  });

  it("estimate the effort from the outcomes", () => {
    for (const module of programs.flatMap(({ modules }) => modules.slice(0, -1)))
      expect(module.effortMinutes).toBe((module.competencies.length - 1) * 20);
  });

  it("say something of their own to the learner in each module", () => {
    const learning = programs.flatMap(({ modules }) => modules.slice(0, -1));
    expect(new Set(learning.map(({ requirements }) => requirements[0]?.instructions)).size).toBe(42);
    expect(
      new Set(
        programs.flatMap(({ modules }) => modules.slice(-1).map(({ requirements }) => requirements[0]?.instructions)),
      ).size,
    ).toBe(10);
  });

  it("refuse a framework that they have no words for", () => {
    expect(() =>
      demoPrograms({ ...framework, competencies: [{ code: "X", type: "area", label: "Other", tags: [] }] }),
    ).toThrow("no words for the area X");
  });
});

describe("The medication program", () => {
  const [program] = omsorgNord().programs;

  it("has three modules, a way to choose, and all four kinds", () => {
    expect(program?.modules).toHaveLength(3);
    expect(program?.path.members.map(({ kind }) => kind)).toEqual(["MODULE", "ANY"]);
    expect(new Set(program && requirementsOf(program).map(({ kind }) => kind))).toEqual(
      new Set(["ASSESSMENT", "OBSERVATION", "APPLIED_TASK", "REFLECTION"]),
    );
    expect(program?.policy.validity).toEqual({ kind: "DURATION", duration: "P1Y" });
  });
});

describe.each(organisations)("$name", (organisation: DemoOrganisation) => {
  it.each(organisation.programs)("R2 $key can be published as it is", (program: DemoProgram) => {
    expect(checkVersion(program)).toEqual([]);
    expect(pathSchema.parse(program.path)).toEqual(program.path);
    expect(programPolicySchema.parse(program.policy)).toEqual(program.policy);
  });

  it.each(organisation.programs)(
    "$key has unique keys, whole texts and competencies that exist",
    (program: DemoProgram) => {
      const keys = requirementsOf(program).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      const [{ competencies, levels } = { competencies: [], levels: [] }] = organisation.frameworks;
      for (const { competencies: asked } of program.modules) {
        expect(new Set(asked.map(({ code }) => code)).size).toBe(asked.length);
        for (const { code, levelKey } of asked) {
          expect(
            competencies.some((competency) => competency.code === code),
            code,
          ).toBe(true);
          expect(levelKey === undefined || levels.some(({ key }) => key === levelKey), code).toBe(true);
        }
      }
      for (const { title, instructions } of requirementsOf(program))
        expect(title.length > 5 && instructions.length > 60, title).toBe(true);
    },
  );

  it("has people with unique addresses at example.org, and teams of people that exist", () => {
    const keys = new Set(organisation.people.map(({ key }) => key));
    expect(keys.size).toBe(organisation.people.length);
    expect(new Set(organisation.people.map(({ email }) => email)).size).toBe(organisation.people.length);
    for (const { email } of organisation.people) expect(email).toMatch(/^[a-z.-]+@[a-z]+\.example\.org$/);
    for (const { managerKey, memberKeys } of organisation.teams) {
      for (const key of [managerKey, ...memberKeys]) expect(keys.has(key), key).toBe(true);
      expect(memberKeys).not.toContain(managerKey);
    }
  });
});

it("The first organisation has 11 people, the second 2, and they share nobody", () => {
  const [first, second] = organisations.map(({ people }) => people.map(({ email }) => email));
  expect([first?.length, second?.length]).toEqual([11, 2]);
  expect(first?.filter((email) => second?.includes(email))).toEqual([]);
  const roles = nordvik(framework).people.map((person) => person.roles[0]);
  expect(
    ["ADMIN", "PROGRAM_OWNER", "REVIEWER", "MANAGER", "LEARNER"].map(
      (role) => roles.filter((held) => held === role).length,
    ),
  ).toEqual([1, 1, 2, 1, 6]);
});
