export { type FileAppeal, fileAppeal } from "./commands/file-appeal.ts";
export { type DecideOnCertification, suspendCertification } from "./commands/suspend-certification.ts";
