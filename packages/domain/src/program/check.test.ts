import fc from "fast-check";
import { expect, it } from "vitest";
import {
  all,
  any,
  codesOf,
  credits,
  dense,
  module,
  policy,
  requirement,
  sound,
  version,
  versionArbitrary,
} from "../fixture.test.support.ts";
import { checkVersion } from "./check.ts";
import type { VersionContent } from "./version.ts";

const a = module("a", sound);
const b = module("b", sound);

it("R1 a version without problems has none", () => {
  expect(checkVersion(version(all("a", "b"), [a, b]))).toEqual([]);
});

const broken: [code: string, path: string, content: VersionContent][] = [
  ["KEY_TWICE", "modules.1.key", version(all("a"), [a, module("a", [], { requirements: [requirement("other")] })])],
  [
    "KEY_TWICE",
    "modules.1.requirements.0.key",
    version(all("a", "b"), [a, { ...b, requirements: [requirement("a.0")] }]),
  ],
  ["MODULE_ASKS_NOTHING", "modules.1.requirements", version(all("a", "b"), [a, module("b", [])])],
  [
    "ASSESSMENT_WITHOUT_PASS_MARK",
    "modules.0.requirements.0.passMark",
    version(all("a"), [module("a", [], { requirements: [requirement("r", { kind: "ASSESSMENT", passMark: null })] })]),
  ],
  [
    "REFLECTION_WITHOUT_PROMPTS",
    "modules.0.requirements.0.prompts",
    version(all("a"), [module("a", [], { requirements: [requirement("r", { kind: "REFLECTION", prompts: [] })] })]),
  ],
  ...["-P1D", "P999999Y", "a while"].map((freshness): [string, string, VersionContent] => [
    "FRESHNESS_OUT_OF_RANGE",
    "modules.0.requirements.0.freshness",
    version(all("a"), [module("a", [], { requirements: [requirement("r", { freshness })] })]),
  ]),
  ["PATH_UNKNOWN_MODULE", "path", version(all("a", "ghost"), [a])],
  ["PATH_MODULE_TWICE", "path", version(all("a", any(1, "a")), [a])],
  ["MODULE_UNREACHABLE", "modules.1", version(all("a"), [a, b])],
  ["GROUP_CANNOT_BE_COMPLETED", "path", version(any(3, "a", "b"), [a, b])],
  ["GROUP_CANNOT_BE_COMPLETED", "path.members.1", version(all("a", any(2, "b")), [a, b])],
  ["GROUP_CANNOT_BE_COMPLETED", "path.members.1", version(any(1, "a", credits(5, "b")), [a, { ...b, credits: 4 }])],
  ["PREREQUISITE_UNKNOWN", "modules.0.prerequisiteKeys", version(all("a"), [{ ...a, prerequisiteKeys: ["ghost"] }])],
  ["PREREQUISITE_CYCLE", "modules", version(all("a"), [{ ...a, prerequisiteKeys: ["a"] }])],
  [
    "POLICY_GIVES_DAYS_AWAY",
    "policy.graceCounts",
    version(all("a"), [a], { policy: { ...policy, graceCounts: true, anchor: "COMPLETION" } }),
  ],
  // An alternative that waits for the other one, and a module that counts nothing where credits are counted.
  ["MODULE_NEVER_ASKED", "modules.1", version(any(1, "a", "b"), [a, { ...b, prerequisiteKeys: ["a"] }])],
  ["MODULE_NEVER_ASKED", "modules.1", version(credits(2, "a", "b"), [{ ...a, credits: 2 }, b])],
  ["MODULE_VALIDITY_WITHOUT_CERTIFICATE", "modules.0.validity", version(all("a"), [{ ...a, validity: "P1Y" }])],
  ...["P0D", "PT0S", "-P1D", "P101Y"].map((validity): [string, string, VersionContent] => [
    "MODULE_VALIDITY_OUT_OF_RANGE",
    "modules.0.validity",
    version(all("a"), [{ ...a, awardsCertificate: true, validity }]),
  ]),
  ...(["APPLIED_TASK", "REFLECTION"] as const).map((kind): [string, string, VersionContent] => [
    "SYMBOLIC_MICRO_CREDENTIAL",
    "modules.1.awardsCertificate",
    version(all("a", "b"), [a, module("b", [kind], { awardsCertificate: true })]),
  ]),
  ["SYMBOLIC_WITHOUT_APPLIED_WORK", "path", version(all("a"), [module("a", ["ASSESSMENT", "REFLECTION"])])],
  ["SYMBOLIC_WITHOUT_REFLECTION", "path", version(all("a"), [module("a", ["APPLIED_TASK"])])],
];

it.each(broken)("R1 %s at %s is named once, with what mends it", (code, path, content) => {
  const problems = checkVersion(content);
  expect(problems.map((problem) => [problem.code, problem.path])).toEqual([[code, path]]);
  expect(problems[0]?.message).toMatch(/^[A-Z].*\.$/);
  expect(problems[0]?.fix).toMatch(/^[A-Z].*\.$/);
});

it("R1 a version without modules says so, and of each place in its path that nothing fills it", () => {
  expect(codesOf(checkVersion(version(all("a"), [])))).toEqual(["NO_MODULES", "PATH_UNKNOWN_MODULE"]);
});

it("R1 all problems are told at once, and R2 only of a sound path", () => {
  const content = version(all("ghost", any(2, "a")), [module("a", ["ASSESSMENT"], { prerequisiteKeys: ["gone"] })]);
  expect(codesOf(checkVersion(content)).sort()).toEqual([
    "GROUP_CANNOT_BE_COMPLETED",
    "PATH_UNKNOWN_MODULE",
    "PREREQUISITE_UNKNOWN",
  ]);
});

it("R1 what is drawn as sound is found sound, but for R2 and for alternatives that wait for each other", () => {
  fc.assert(
    fc.property(versionArbitrary, (content) => {
      const codes = codesOf(checkVersion(content)).filter((code) => code !== "MODULE_NEVER_ASKED");
      expect(codes.filter((code) => !code.startsWith("SYMBOLIC"))).toEqual([]);
    }),
  );
});

it("R1 a module that is taken out of the path, or placed twice, is always noticed", () => {
  fc.assert(
    fc.property(versionArbitrary, fc.nat(), (content, at) => {
      const key = content.modules[at % content.modules.length]?.key ?? "";
      const twice = { ...content, path: all(content.path, key) };
      expect(codesOf(checkVersion(twice))).toContain("PATH_MODULE_TWICE");
      const added = { ...content, modules: [...content.modules, module("added", sound)] };
      expect(codesOf(checkVersion(added))).toContain("MODULE_UNREACHABLE");
    }),
  );
});

it("R1 a large version is gone through a few times, however its modules wait for each other", () => {
  let reads = 0;
  const modules = dense(200).map((plain) => {
    const requirements = Array.from({ length: 50 }, (_, r) =>
      requirement(`${plain.key}.${r}`, { kind: sound[r % 2] ?? "REFLECTION" }),
    );
    return Object.defineProperty({ ...plain, requirements }, "prerequisiteKeys", {
      get: () => {
        reads++;
        return plain.prerequisiteKeys;
      },
    });
  });
  expect(checkVersion(version(all(...modules.map(({ key }) => key)), modules))).toEqual([]);
  expect(reads).toBeLessThanOrEqual(10 * modules.length);
});
