export { demoPrograms } from "./digcomp-programs.ts";
export { nordvik } from "./nordvik.ts";
export { omsorgNord } from "./omsorg-nord.ts";
export type { DemoModule, DemoOrganisation, DemoPerson, DemoProgram, DemoRequirement, DemoTeam } from "./types.ts";
