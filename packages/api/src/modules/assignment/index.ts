export { enrol } from "./commands/enrol.ts";
