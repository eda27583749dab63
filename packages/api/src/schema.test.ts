import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import readChangesets from "@changesets/read";
import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from "graphql";
import { describe, expect, it } from "vitest";
import { schema } from "./schema.ts";
import { problemsOfRelease } from "./schema-care/breaking.test.helper.ts";
import { lint } from "./schema-care/lint.test.helper.ts";

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith("__") && !(isScalarType(type) && isSpecifiedScalarType(type)),
);
const objectTypes = types.filter(isObjectType);

/** The words of domain.md that have a type of their own. */
const domainWords =
  "Organisation Person Team Competency Program ProgramVersion Module Requirement Enrolment Evidence Review Certificate Certification Decision Event";

/** Lists of a bounded length need no pages: of one version, one evidence, one certification, one team, one input, one page. */
const boundedLists = new Set([
  "Query.nodes",
  "Query.creditBalances",
  "Query.events",
  "Query.policyPresets",
  "Certificate.extensions",
  "Certification.cycles",
  "Certification.decisions",
  "Certificate.microCredentials",
  "Assignment.outcomes",
  "AssignmentRuleCreation.outcomes",
  "Competency.tags",
  "CreditEntry.files",
  "CreditEntry.links",
  "Enrolment.microCredentials",
  "Decision.certificates",
  "Decision.decisions",
  "Enrolment.trainers",
  "Evidence.requirements",
  "Evidence.revisions",
  "EvidenceRevision.files",
  "EvidenceRevision.links",
  "EvidenceRevision.reviews",
  "FileRefused.allowedTypes",
  "Framework.levels",
  "ImportReport.rows",
  "ImportedRow.problems",
  "InvalidInput.problems",
  "LmsConnection.instructorRoles",
  "LmsMember.enrolments",
  "LmsMember.roles",
  "LmsSession.roles",
  "LtiRegistration.deployments",
  "LtiRegistration.scopes",
  "Mail.kinds",
  "Module.competencies",
  "Module.prerequisiteKeys",
  "Module.requirements",
  "ModuleProgress.requirements",
  "PathGroup.members",
  "Person.notificationPreferences",
  "Person.roles",
  "Problem.keys",
  "ProgramVersion.diff",
  "ProgramVersion.modules",
  "ProgramVersion.problems",
  "PolicyPreset.differences",
  "PolicyPreset.modules",
  "PresetModule.requirements",
  "PresetRequirement.prompts",
  "ProgramPolicy.reminders",
  "ProgramPolicy.renewalPaths",
  "Progress.modules",
  "Progress.nextSteps",
  "CreditsProgress.categories",
  "PreviewedRenewal.asked",
  "Renewal.calls",
  "Renewal.offered",
  "Renewal.otherwise",
  "RenewalPath.changed",
  "RenewalPathNotOffered.offered",
  "RenewalRuleProgress.rules",
  "RequirementsProgress.nextSteps",
  "RequirementsProgress.requirements",
  "RenewalRule.categories",
  "RenewalRule.rules",
  "Recognition.competencies",
  "Recognition.mappings",
  "CredentialCheck.problems",
  "OutsideCredential.alignments",
  "Requirement.prompts",
  "ProgramPolicy.reviewConflicts",
  "Review.missing",
  "Review.notMet",
  "Review.ratings",
  "Rubric.criteria",
  "RubricCriterion.levels",
  "RubricNotMet.criteria",
  "Team.members",
  "VersionHasProblems.problems",
  "WebhookEndpoint.types",
  "LmsConnectionCheck.checks",
  "LmsConnector.capabilities",
  "LmsConnector.fields",
  "LmsSyncPreview.facts",
  "LmsSyncPreview.outcomes",
  "Query.lmsConnectors",
]);

type Described = readonly [coordinate: string, description: string | null | undefined];

/** All that a frontend developer reads in GraphiQL: each coordinate with its description. */
function described(): Described[] {
  return types.flatMap((type): Described[] => {
    const own: Described = [type.name, type.description];
    if (isEnumType(type))
      return [own, ...type.getValues().map((value): Described => [`${type.name}.${value.name}`, value.description])];
    if (isInputObjectType(type))
      return [own, ...members(type).map((field): Described => [`${type.name}.${field.name}`, field.description])];
    if (!isObjectType(type) && !isInterfaceType(type)) return [own];
    const fields = members(type).flatMap((field): Described[] => [
      [`${type.name}.${field.name}`, field.description],
      ...field.args.map((arg): Described => [`${type.name}.${field.name}(${arg.name}:)`, arg.description]),
    ]);
    return [own, ...fields];
  });
}

function members<Field>(type: { getFields(): Record<string, Field> }): Field[] {
  return Object.values(type.getFields());
}

function mutations(from: GraphQLSchema) {
  const type = from.getMutationType();
  return type ? members(type) : [];
}

/** Whether a type is a page of a list (Relay's connections); a connection to an LMS is none. */
function isPage(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getFields().pageInfo !== undefined;
}

describe("the schema", () => {
  it("describes every type, field, argument, input field and enum value in a sentence", () => {
    expect(described().length).toBeGreaterThan(600);
    const bare = described().filter(([, text]) => !text || !/^(?=.{10})\S+ .*[.:)]$/s.test(text.trim()));
    expect(bare.map(([coordinate, text]) => `${coordinate}: ${text}`)).toEqual([]);
  });

  it("uses the words of the domain and none beside them", () => {
    const names = types.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(domainWords.split(" ")));
    // An LMS has courses; we have none.
    const synonyms =
      /(?<!Lms\w*)Course|User|Tenant|Organization|Badge|Skill|Student|Trainee|Enroll(?!ed$|ed[.])|Proof|Awarding|Curriculum|Assessor|Department/;
    const strangers = types.flatMap((type) => [
      type.name,
      ...(isObjectType(type) ? members(type).map(({ name }) => `${type.name}.${name}`) : []),
    ]);
    expect(strangers.filter((name) => synonyms.test(name))).toEqual([]);
  });

  it("answers every mutation with a union of its result and named refusals", () => {
    expect(mutations(schema).length).toBeGreaterThanOrEqual(46);
    for (const { name, type } of mutations(schema)) {
      const result = getNamedType(type);
      if (!isUnionType(result)) throw new Error(`${name} answers with ${result.name}, which is no union.`);
      expect(isNonNullType(type)).toBe(true);
      const [made, ...more] = result.getTypes().filter((member) => !isRefusal(member.name));
      expect([name, made?.name, more]).toEqual([name, expect.any(String), []]);
      const refusals = result.getTypes().filter((member) => isRefusal(member.name));
      expect(refusals.map((member) => member.name)).toEqual(
        expect.arrayContaining(["NotPermitted", "NotFound", "InvalidInput"]),
      );
    }
  });

  it("takes an idempotency key at every mutation, and only there", () => {
    const taking = objectTypes.flatMap((type) =>
      members(type)
        .filter(({ args }) => args.some((arg) => arg.name === "idempotencyKey" && String(arg.type) === "String"))
        .map(({ name }) => `${type.name}.${name}`),
    );
    expect(taking).toEqual(mutations(schema).map(({ name }) => `Mutation.${name}`));
    for (const { name, type } of mutations(schema))
      expect([name, memberNames(getNamedType(type).name)]).toEqual([
        name,
        expect.arrayContaining(["IdempotencyKeyReused"]),
      ]);
  });

  it("names a code, a message and what to do in every refusal, and uses each of them somewhere", () => {
    const refusals = objectTypes.filter(({ name }) => isRefusal(name));
    expect(refusals.length).toBeGreaterThan(10);
    // A query that asks another system is refused as a mutation is.
    const asked = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ type }) =>
      isUnionType(getNamedType(type)),
    );
    const fields = [...mutations(schema), ...asked];
    const answered = new Set(fields.flatMap(({ type }) => memberNames(getNamedType(type).name)));
    for (const refusal of refusals) {
      expect(Object.keys(refusal.getFields())).toEqual(expect.arrayContaining(["code", "help", "message"]));
      expect([refusal.name, answered.has(refusal.name)]).toEqual([refusal.name, true]);
    }
  });

  it("pages every list that can grow", () => {
    const lists = objectTypes
      .filter((type) => !isPage(type) && type.name !== "FrameworkImport")
      .flatMap((type) => members(type).map((field) => ({ coordinate: `${type.name}.${field.name}`, type: field.type })))
      .filter(({ type }) => isListType(isNonNullType(type) ? type.ofType : type));
    expect(lists.map(({ coordinate }) => coordinate).toSorted()).toEqual([...boundedLists].toSorted());
    const connections = objectTypes
      .flatMap((type) => members(type))
      .filter((field) => isPage(getNamedType(field.type)));
    expect(connections.length).toBeGreaterThan(10);
    for (const { name, args } of connections)
      expect([name, args.map((arg) => arg.name)]).toEqual([
        name,
        expect.arrayContaining(["first", "last", "after", "before"]),
      ]);
  });

  it("keeps the ways of the API: how names are spelled, what is never null, how a part is deprecated", () => {
    expect(lint(schema)).toEqual([]);
  });
});

describe("the schema that was released last", () => {
  const text = readFileSync(new URL("../released.graphql", import.meta.url), "utf8");
  const version = /^# (\S+)$/m.exec(text)?.[1] ?? "";

  it("is that of the version here, for `npm run release` raises one and keeps the other", () => {
    const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect({ version }).toEqual({ version: (JSON.parse(manifest) as { version: string }).version });
  });

  it("is followed by nothing that breaks a client, but for what a changeset tells", async () => {
    const changesets = await readChangesets(fileURLToPath(new URL("../../../", import.meta.url)));
    const today = new Date().toISOString().slice(0, 10);
    expect(await problemsOfRelease({ version, schema: buildSchema(text) }, schema, changesets, today)).toEqual([]);
  });
});

function isRefusal(typename: string): boolean {
  const type = schema.getType(typename);
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === "Refusal");
}

function memberNames(typename: string): string[] {
  const type = schema.getType(typename);
  return isUnionType(type) ? type.getTypes().map(({ name }) => name) : [];
}
