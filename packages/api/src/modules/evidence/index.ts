export { auditEvidence } from "./commands/audit-evidence.ts";
export { reviewEvidence } from "./commands/review-evidence.ts";
export { type EvidenceInput, saveEvidenceDraft, submitEvidence } from "./commands/submit-evidence.ts";
export { recordFile } from "./commands/upload-file.ts";
export { findReadableFile } from "./download.ts";
export { assertOwnFiles } from "./evidence-store.ts";
export type { FileStorage } from "./file-storage.ts";
export { EvidenceFile } from "./graphql/evidence.type.ts";
export { defaultMaximumFileSize, fileTypes, maximumFileSize, type Upload, uploadFile } from "./upload.ts";
