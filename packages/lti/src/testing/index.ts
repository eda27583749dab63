export { type StorageCheck, type StorageUnderTest, storageChecks } from "./storage-checks.ts";
