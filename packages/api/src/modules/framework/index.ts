export { type FrameworkImport, importFramework } from "./commands/import-framework.ts";
export { digCompFiles, readDigComp } from "./formats/digcomp.ts";
export { FrameworkFileRefused } from "./formats/framework-file-refused.ts";
export type { CompetencyInput, FrameworkInput } from "./formats/framework-input.ts";
export { Competency } from "./graphql/framework.type.ts";
export {
  type FrameworkFormat,
  frameworkFormats,
  type GivenFacts,
  openFrameworkFile,
} from "./imports/framework-file.ts";
