-- DropIndex
DROP INDEX "LtiKey_kid_key";

-- DropIndex
DROP INDEX "LtiKey_organisationId_createdAt_idx";

-- AlterTable
ALTER TABLE "LtiKey" DROP COLUMN "publicJwk",
DROP COLUMN "retiredAt",
ADD COLUMN     "signsFrom" TIMESTAMPTZ(3) NOT NULL;

-- AlterTable
ALTER TABLE "LtiState" ADD COLUMN     "storageTarget" TEXT;

-- CreateTable
CREATE TABLE "LtiUsedValue" (
    "organisationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "valueHash" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LtiUsedValue_pkey" PRIMARY KEY ("connectionId","valueHash")
);

-- CreateIndex
CREATE INDEX "LtiUsedValue_organisationId_connectionId_idx" ON "LtiUsedValue"("organisationId", "connectionId");

-- CreateIndex
CREATE INDEX "LtiUsedValue_expiresAt_idx" ON "LtiUsedValue"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "LtiKey_organisationId_kid_key" ON "LtiKey"("organisationId", "kid");

-- CreateIndex
CREATE UNIQUE INDEX "LtiKey_newest" ON "LtiKey"("organisationId") WHERE ("removedAt" IS NULL);

-- AddForeignKey
ALTER TABLE "LtiUsedValue" ADD CONSTRAINT "LtiUsedValue_organisationId_connectionId_fkey" FOREIGN KEY ("organisationId", "connectionId") REFERENCES "LmsConnection"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE public."LtiUsedValue" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public."LtiUsedValue"
  USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation());
GRANT SELECT ON public."LtiUsedValue" TO kunna_app;
