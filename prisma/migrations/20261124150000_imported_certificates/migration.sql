-- CreateEnum
CREATE TYPE "CertificateOrigin" AS ENUM ('AWARDED', 'IMPORTED');

-- AlterTable
ALTER TABLE "Certificate" ADD COLUMN     "externalNumber" TEXT,
ADD COLUMN     "origin" "CertificateOrigin" NOT NULL DEFAULT 'AWARDED',
ADD COLUMN     "source" TEXT,
ALTER COLUMN "enrolmentId" DROP NOT NULL,
ALTER COLUMN "credential" DROP NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_imported_once" ON "Certificate"("personId", "programId", "validFrom") WHERE ("origin" = 'IMPORTED');

-- What was awarded here has what it was awarded by and for; what was imported has none of it, and says where it comes from.
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_origin_check" CHECK (
  CASE "origin"
    WHEN 'AWARDED' THEN "enrolmentId" IS NOT NULL AND "credential" IS NOT NULL AND "source" IS NULL AND "externalNumber" IS NULL
    ELSE "enrolmentId" IS NULL AND "credential" IS NULL AND "moduleKey" IS NULL AND "source" IS NOT NULL
  END
);
