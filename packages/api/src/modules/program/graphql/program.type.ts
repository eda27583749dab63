import {
  checkVersion,
  programPolicySchema,
  type requirementKinds,
  validityEffect,
  type versionStatuses,
} from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { ProblemType } from "../../../schema/refusals.ts";
import { readable, readableVersions } from "../../../scope.ts";
import { Competency } from "../../framework/index.ts";
import { contentOf, contentSelect, rubricOf } from "../version-content.ts";
import { PathGroupType } from "./path.type.ts";
import { ProgramPolicyType } from "./policy.type.ts";
import { RubricType } from "./rubric.type.ts";

export const VersionStatusEnum = builder.enumType("VersionStatus", {
  description: "DRAFT, then PUBLISHED (never changes again), then RETIRED (R1).",
  values: {
    DRAFT: { description: "Can be changed; nobody can be enrolled on it yet." },
    PUBLISHED: { description: "Can be enrolled on, and never changes again." },
    RETIRED: { description: "Takes no more enrolments; those under way go on." },
  } satisfies Record<(typeof versionStatuses)[number], { description: string }>,
});
export const RequirementKindEnum = builder.enumType("RequirementKind", {
  description: "How something is shown.",
  values: {
    APPLIED_TASK: { description: "Done at work, on a real task." },
    OBSERVATION: { description: "Another person saw it done." },
    REFLECTION: { description: "Answers to the requirement's prompts." },
    ASSESSMENT: { description: "A score against a pass mark." },
    LMS_ACTIVITY: { description: "Completed in a linked learning platform." },
    EXTERNAL_CREDENTIAL: { description: "Prior learning, verified." },
    CREDITS: { description: "Points of continuing professional development." },
  } satisfies Record<(typeof requirementKinds)[number], { description: string }>,
});

export const ProgramVersion = builder.prismaNode("ProgramVersion", {
  description:
    "One version of a program: its learning path, its requirements and its policies. Immutable once published (R1).",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    number: t.exposeInt("number", { description: "1 is the first." }),
    status: t.expose("status", { type: VersionStatusEnum, description: "Whether it can be changed, and enrolled on." }),
    title: t.exposeString("title", { description: "As shown on certificates." }),
    summary: t.exposeString("summary", { description: "What the holder of a certificate is able to do." }),
    waiver: t.exposeString("waiver", {
      nullable: true,
      description: "The written reason for which R2 (no symbolic learning) was waived; null when it holds.",
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was drafted." }),
    publishedAt: t.expose("publishedAt", {
      type: "DateTime",
      nullable: true,
      description: "Null while it is a draft.",
    }),
    retiredAt: t.expose("retiredAt", {
      type: "DateTime",
      nullable: true,
      description: "Since when it takes no more enrolments.",
    }),
    policy: t.field({
      type: ProgramPolicyType,
      description: "How long certificates hold, and what decides.",
      select: { policy: true },
      resolve: ({ policy }) => policy,
    }),
    path: t.field({
      type: PathGroupType,
      description: "The learning path: groups of modules, nested.",
      select: { path: true },
      resolve: ({ path }) => path,
    }),
    program: t.relation("program", { description: "What it is a version of." }),
    modules: t.relation("modules", { description: "Its modules, in order.", query: { orderBy: { position: "asc" } } }),
    problems: t.field({
      type: [ProblemType],
      description: "What keeps the version from being published, each with its fix; empty when nothing does.",
      authScopes: { may: "program.read-draft" },
      select: contentSelect,
      resolve: (version) => checkVersion(contentOf(version)),
    }),
  }),
});
nodeScope("ProgramVersion", (context) => readableVersions(context));

builder.prismaNode("Program", {
  description: "What one can be certified in: a stable key and a history of versions.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    key: t.exposeString("key", { description: "Stable and unique in the organisation." }),
    title: t.string({
      description: "The title of its newest version that you may read.",
      select: (_args, context) => ({
        versions: { where: readableVersions(context), orderBy: { number: "desc" }, take: 1, select: { title: true } },
      }),
      resolve: ({ versions }) => versions[0]?.title ?? "",
    }),
    publishedVersion: t.field({
      type: ProgramVersion,
      nullable: true,
      description: "The version that one enrols on; null when there is none.",
      select: (_args, _context, nestedSelection) => ({
        versions: nestedSelection({ where: { status: "PUBLISHED" }, orderBy: { number: "desc" }, take: 1 }),
      }),
      resolve: ({ versions }) => versions[0],
    }),
    versions: t.relatedConnection("versions", {
      cursor: "id",
      description: "Its history, newest first. Drafts are shown to program owners.",
      query: (_args, context) => ({ where: readableVersions(context), orderBy: { number: "desc" } }),
      totalCount: true,
    }),
    enrolments: t.relatedConnection("enrolments", {
      cursor: "id",
      description: "Who is or was on it, newest first; those that you may read.",
      query: (_args, context) => ({ where: readable(context, "enrolment.read"), orderBy: { id: "desc" } }),
      totalCount: true,
    }),
    certificates: t.relatedConnection("certificates", {
      cursor: "id",
      description: "What it has awarded, newest first; those that you may read.",
      query: (_args, context) => ({
        where: { moduleKey: null, AND: [readable(context, "certificate.read")] },
        orderBy: { id: "desc" },
      }),
      totalCount: true,
    }),
  }),
});
nodeScope("Program", (context) => ({ versions: { some: readableVersions(context) } }));

builder.prismaNode("Module", {
  description: "The smallest unit that one completes.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    key: t.exposeString("key", { description: "Stable from version to version." }),
    title: t.exposeString("title", { description: "What it is called." }),
    summary: t.exposeString("summary", { description: "What it is about." }),
    effortMinutes: t.exposeInt("effortMinutes", { description: "Estimated effort, in minutes." }),
    credits: t.exposeInt("credits", { description: "What a CREDITS group of the path counts for it." }),
    prerequisiteKeys: t.exposeStringList("prerequisiteKeys", {
      description: "Keys of the modules to complete before this one.",
    }),
    awardsCertificate: t.exposeBoolean("awardsCertificate", {
      description: "Whether it awards a micro-credential: a certificate of its own, which stacks into the program's.",
    }),
    validity: t.expose("validity", {
      type: "Duration",
      nullable: true,
      description: "How long its micro-credential is fresh; null: as long as the program's certificate.",
    }),
    validityEffect: t.string({
      nullable: true,
      description:
        "What its validity means beside the program's, for a person, in English; null where it awards nothing.",
      select: { awardsCertificate: true, validity: true, version: { select: { policy: true } } },
      resolve: ({ version, ...module }) => validityEffect(module, programPolicySchema.parse(version.policy)),
    }),
    requirements: t.relation("requirements", {
      description: "What must be shown, in order.",
      query: { orderBy: { position: "asc" } },
    }),
    competencies: t.field({
      type: [Competency],
      description: "The abilities that it builds.",
      select: (_args, _context, nestedSelection) => ({
        competencies: { select: { competency: nestedSelection() }, orderBy: { competency: { position: "asc" } } },
      }),
      resolve: ({ competencies }) => competencies.map(({ competency }) => competency),
    }),
  }),
});
nodeScope("Module", (context) => ({ version: readableVersions(context) }));

export const Requirement = builder.prismaNode("Requirement", {
  description: "What must be shown in a module.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    key: t.exposeString("key", { description: "Stable from version to version; evidence names it." }),
    revision: t.exposeInt("revision", { description: "Rises when the meaning changes (R1)." }),
    kind: t.expose("kind", { type: RequirementKindEnum, description: "How it is shown." }),
    title: t.exposeString("title", { description: "What it is called." }),
    instructions: t.exposeString("instructions", { description: "What to do." }),
    prompts: t.exposeStringList("prompts", { description: "What a REFLECTION answers." }),
    passMark: t.exposeInt("passMark", {
      nullable: true,
      description: "The least score that passes an ASSESSMENT, 0 to 100.",
    }),
    freshness: t.expose("freshness", {
      type: "Duration",
      nullable: true,
      description: "How old the work shown may be at submission (R3).",
    }),
    everyCycle: t.exposeBoolean("everyCycle", {
      description: "Whether a renewal by DELTA asks for it of those, too, who have met it before (R8).",
    }),
    rubric: t.field({
      type: RubricType,
      nullable: true,
      description: "What reviewers judge its evidence by; null: their own judgement (R3).",
      select: { rubric: true },
      resolve: ({ rubric }) => rubricOf(rubric),
    }),
    module: t.relation("module", { description: "Where it is asked for." }),
  }),
});
nodeScope("Requirement", (context) => ({ version: readableVersions(context) }));
