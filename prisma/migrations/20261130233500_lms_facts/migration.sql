-- DropIndex
DROP INDEX "LmsFact_connectionId_recordId_kind_idx";

-- AlterTable
ALTER TABLE "LmsActivityMapping" ADD COLUMN     "lookedAt" TIMESTAMPTZ(3),
ADD COLUMN     "lookedThrough" UUID;

-- CreateIndex
CREATE INDEX "LmsActivityMapping_to_look" ON "LmsActivityMapping"("id") WHERE ("endedAt" IS NULL AND "lookedAt" IS NULL);

-- CreateIndex
CREATE INDEX "LmsFact_connectionId_recordId_subject_idx" ON "LmsFact"("connectionId", "recordId", "subject");

-- CreateIndex
CREATE INDEX "LmsFact_connectionId_courseId_activityId_id_idx" ON "LmsFact"("connectionId", "courseId", "activityId", "id");

-- What has been looked at again for a mapping is kept with it.
GRANT UPDATE ("lookedThrough", "lookedAt") ON "LmsActivityMapping" TO kunna_app;
