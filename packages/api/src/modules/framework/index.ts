export { type FrameworkImport, importFramework } from "./commands/import-framework.ts";
export { FrameworkFileRefused } from "./formats/framework-file-refused.ts";
export { readDigComp, digCompFiles } from "./formats/digcomp.ts";
export type { CompetencyInput, FrameworkInput } from "./formats/framework-input.ts";
export { Competency } from "./graphql/framework.type.ts";
