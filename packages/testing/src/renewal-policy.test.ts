import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { demoSuite, draftProgram, publishMutation, smallVersion } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`renewal paths on ${kind}`, ({ skip }) => skip(reason));

const rule = "method unit credits categories { key minimum maximum } carryOver count recency";
const pathFields = `key title cycles { from every } changed rule { ${rule} rules { ${rule} rules { ${rule} } } }`;

interface RuleOutput {
  readonly method: string;
  readonly rules: RuleOutput[];
  readonly [field: string]: unknown;
}

/** The input of a rule as it was read. */
function ruleInput({ method, rules, unit, credits, categories, carryOver, count, recency }: RuleOutput): object {
  switch (method) {
    case "ALL":
    case "ANY":
      return { [method.toLowerCase()]: rules.map(ruleInput) };
    case "CREDITS":
      return { credits: { unit, credits, categories, carryOver } };
    case "PRACTICE":
      return { practice: { count, recency } };
    default:
      return { [method.toLowerCase()]: true };
  }
}

describe.each(kinds)("R8 renewal paths of a policy on %s", (kind) => {
  const suite = demoSuite(kind);

  async function read(versionId: string) {
    const document = `query ($id: ID!) { node(id: $id) { ... on ProgramVersion {
      problems { code path } policy { renewalPaths { ${pathFields} } } modules { requirements { key everyCycle } }
    } } }`;
    return (await data(suite.server, suite.actors.programOwner, document, { id: versionId })).node;
  }
  const none = { unit: null, credits: null, categories: [], carryOver: null, count: null, recency: null };

  it("are everything anew when nothing is said", async () => {
    const { versionId } = await draftProgram(suite, smallVersion());
    const { policy, problems } = await read(versionId);
    expect(problems).toEqual([]);
    expect(policy.renewalPaths).toEqual([
      { key: "full", title: "Full renewal", cycles: null, changed: [], rule: { method: "FULL", ...none, rules: [] } },
    ]);
  });

  it("come back as they were given, nested and with their defaults", async () => {
    const version = smallVersion({
      renewalPaths: [
        {
          key: "cpd",
          title: "By credits",
          cycles: { every: 2 },
          rule: {
            all: [
              { delta: true },
              {
                any: [
                  { credits: { credits: 12.25, categories: [{ key: "A", minimum: 2.5 }], carryOver: 3 } },
                  { full: true },
                ],
              },
              { practice: { count: 3, recency: "P6M" } },
            ],
          },
        },
        { key: "changed", title: "What changed", changed: ["task"], rule: { delta: true } },
        { key: "all", title: "Everything", rule: { full: true } },
      ],
    });
    const [module] = version.modules;
    const requirements = module?.requirements.map((one) => ({ ...one, everyCycle: one.key === "task" })) ?? [];
    const { versionId } = await draftProgram(suite, { ...version, modules: [{ ...module, requirements }] });
    const found = await read(versionId);
    expect(found.problems).toEqual([]);
    expect(found.modules[0].requirements).toEqual([
      { key: "task", everyCycle: true },
      { key: "reflection", everyCycle: false },
    ]);
    const [cpd, changed, all] = found.policy.renewalPaths;
    expect(cpd).toMatchObject({ key: "cpd", cycles: { from: 1, every: 2 }, changed: [] });
    expect(cpd.rule.rules).toMatchObject([
      { method: "DELTA", ...none },
      {
        method: "ANY",
        rules: [
          {
            method: "CREDITS",
            unit: "CPD",
            credits: 12.25,
            categories: [{ key: "A", minimum: 2.5, maximum: null }],
            carryOver: 3,
          },
          { method: "FULL" },
        ],
      },
      { method: "PRACTICE", count: 3, recency: "P6M" },
    ]);
    expect(changed).toMatchObject({ cycles: null, changed: ["task"], rule: { method: "DELTA" } });
    expect(all.rule.method).toBe("FULL");
  });

  it("can be begun from a preset: what it gives can be drafted and published as it is", async () => {
    const { server, actors } = suite;
    const duration = "validity { duration } window grace graceCounts anchor earlyRenewal reviewers";
    const document = `{ policyPresets { key title source summary differences { what why } path { kind members { __typename } }
      policy { ${duration} renewalPaths { ${pathFields} } }
      modules { key title effortMinutes requirements { key kind title prompts passMark freshness everyCycle } } } }`;
    const { policyPresets } = await data(server, actors.programOwner, document);
    expect(policyPresets.map(({ key }: { key: string }) => key)).toEqual([
      "totara-certification",
      "mutms-certification",
      "nmc-revalidation",
      "microsoft-renewal",
      "pmi-ccr",
    ]);
    for (const { policy, modules, title } of policyPresets) {
      const renewalPaths = policy.renewalPaths.map(({ key, title: name, rule: of }: Record<string, unknown>) => ({
        key,
        title: name,
        rule: ruleInput(of as RuleOutput),
      }));
      const version = {
        ...smallVersion({ ...policy, renewalPaths }),
        title,
        modules: modules.map((one: { requirements: object[] }) => ({
          ...one,
          summary: "",
          requirements: one.requirements.map((asked) => ({ ...asked, instructions: "" })),
        })),
      };
      const { versionId } = await draftProgram(suite, version);
      expect((await data(server, actors.programOwner, publishMutation, { versionId })).publishProgramVersion).toEqual({
        __typename: "ProgramVersion",
      });
      expect((await read(versionId)).policy.renewalPaths).toEqual(policy.renewalPaths);
    }
  });

  it("are refused where a value can't be, and listed as a problem where nobody could renew", async () => {
    const { server, actors } = suite;
    const document = `mutation ($input: CreateProgramInput!) { createProgram(input: $input) {
      __typename ... on InvalidInput { problems { code path } } ... on Refusal { code } } }`;
    const create = async (renewalPaths: object[]) => {
      const input = { key: `r-${crypto.randomUUID()}`, version: smallVersion({ renewalPaths }) };
      return (await data(server, actors.programOwner, document, { input })).createProgram;
    };
    const path = (given: object) => ({ key: "p", title: "P", rule: given });
    expect(await create([path({ credits: { credits: 0.001 } })])).toEqual({
      __typename: "InvalidInput",
      code: "INVALID_INPUT",
      problems: [{ code: "INVALID_VALUE", path: "version.policy.renewalPaths.0.rule.credits" }],
    });
    const { versionId } = await draftProgram(
      suite,
      smallVersion({ renewalPaths: [path({ credits: { credits: 10 } })] }),
    );
    expect((await read(versionId)).problems).toEqual([
      { code: "SYMBOLIC_RENEWAL_WITHOUT_APPLIED_WORK", path: "policy.renewalPaths.0.rule" },
      { code: "SYMBOLIC_RENEWAL_WITHOUT_REFLECTION", path: "policy.renewalPaths.0.rule" },
    ]);
    const odd = { ...path({ full: true }), cycles: { from: 2, every: 2 } };
    const other = await draftProgram(suite, smallVersion({ renewalPaths: [odd] }));
    expect((await read(other.versionId)).problems).toEqual([
      { code: "RENEWAL_CYCLE_WITHOUT_PATH", path: "policy.renewalPaths" },
    ]);
  });
});
