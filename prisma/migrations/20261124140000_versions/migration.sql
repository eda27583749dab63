-- CreateEnum
CREATE TYPE "CarryOver" AS ENUM ('NEXT_RENEWAL', 'BY_DATE', 'NONE');

-- DropIndex
DROP INDEX "Certificate_organisationId_enrolmentId_key";

-- AlterTable
ALTER TABLE "Certificate" ADD COLUMN     "moduleKey" TEXT,
ADD COLUMN     "moduleRound" INTEGER;

-- AlterTable
ALTER TABLE "Module" ADD COLUMN     "awardsCertificate" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "validity" TEXT;

-- AlterTable
ALTER TABLE "ProgramVersion" ADD COLUMN     "carryOver" "CarryOver" NOT NULL DEFAULT 'NEXT_RENEWAL',
ADD COLUMN     "carryOverBy" DATE,
ADD COLUMN     "carryOverNote" TEXT;

-- CreateIndex
CREATE INDEX "Certificate_organisationId_enrolmentId_idx" ON "Certificate"("organisationId", "enrolmentId");

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_one_of_enrolment" ON "Certificate"("enrolmentId") WHERE ("moduleKey" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_enrolmentId_moduleKey_moduleRound_key" ON "Certificate"("enrolmentId", "moduleKey", "moduleRound");

-- A round that is null would be outside the index that keeps two of the same apart.
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_module_and_round" CHECK (("moduleKey" IS NULL) = ("moduleRound" IS NULL));

-- Said at publication; the trigger of ProgramVersion holds them from then on, as all of it but the retirement.
GRANT UPDATE ("carryOver", "carryOverBy", "carryOverNote") ON public."ProgramVersion" TO kunna_app;
