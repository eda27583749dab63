export { type CreateProgram, createProgram } from "./commands/create-program.ts";
export { changeProgramVersion, draftProgramVersion } from "./commands/draft-program-version.ts";
export { publishProgramVersion } from "./commands/publish-program-version.ts";
export { retireProgramVersion } from "./commands/retire-program-version.ts";
export { Requirement } from "./graphql/program.type.ts";
export { RenewalMethodEnum, RenewalPathType } from "./graphql/renewal-policy.type.ts";
export { loadContent } from "./program-store.ts";
export { contentOf, contentSelect, rubricOf } from "./version-content.ts";
export type { ModuleInput, RequirementInput, VersionInput } from "./version-input.ts";
