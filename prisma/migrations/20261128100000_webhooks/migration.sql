-- CreateEnum
CREATE TYPE "WebhookStatus" AS ENUM ('ACTIVE', 'PAUSED', 'RETIRED');

-- CreateEnum
CREATE TYPE "WebhookPauseReason" AS ENUM ('BY_HAND', 'FAILING', 'GONE');

-- CreateEnum
CREATE TYPE "WebhookDeliveryStatus" AS ENUM ('PENDING', 'DELIVERED', 'DEAD');

-- CreateTable
CREATE TABLE "WebhookEndpoint" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "types" TEXT[],
    "programId" UUID,
    "status" "WebhookStatus" NOT NULL DEFAULT 'ACTIVE',
    "pauseReason" "WebhookPauseReason",
    "pausedAt" TIMESTAMPTZ(3),
    "retiredAt" TIMESTAMPTZ(3),
    "position" BIGINT NOT NULL,
    "failingSince" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "restUntil" TIMESTAMPTZ(3),
    "ownerId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WebhookEndpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookSecret" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "endpointId" UUID NOT NULL,
    "encryptedSecret" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookSecret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "endpointId" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "position" BIGINT,
    "type" TEXT,
    "subject" TEXT NOT NULL,
    "status" "WebhookDeliveryStatus" NOT NULL DEFAULT 'PENDING',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "leasedUntil" TIMESTAMPTZ(3),
    "lastAttemptAt" TIMESTAMPTZ(3),
    "statusCode" INTEGER,
    "error" TEXT,
    "milliseconds" INTEGER,
    "answer" TEXT,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "WebhookEndpoint_organisationId_programId_idx" ON "WebhookEndpoint"("organisationId", "programId");

-- CreateIndex
CREATE INDEX "WebhookEndpoint_organisationId_ownerId_idx" ON "WebhookEndpoint"("organisationId", "ownerId");

-- CreateIndex
CREATE INDEX "WebhookEndpoint_active" ON "WebhookEndpoint"("position") WHERE ("status" = 'ACTIVE');

-- CreateIndex
CREATE UNIQUE INDEX "WebhookEndpoint_organisationId_id_key" ON "WebhookEndpoint"("organisationId", "id");

-- CreateIndex
CREATE INDEX "WebhookSecret_organisationId_endpointId_idx" ON "WebhookSecret"("organisationId", "endpointId");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookSecret_organisationId_id_key" ON "WebhookSecret"("organisationId", "id");

-- CreateIndex
CREATE INDEX "WebhookDelivery_organisationId_endpointId_status_idx" ON "WebhookDelivery"("organisationId", "endpointId", "status");

-- CreateIndex
CREATE INDEX "WebhookDelivery_waiting" ON "WebhookDelivery"("endpointId", "subject", "position") WHERE ("status" = 'PENDING');

-- CreateIndex
CREATE INDEX "WebhookDelivery_due" ON "WebhookDelivery"("endpointId", "nextAttemptAt") WHERE ("status" = 'PENDING');

-- CreateIndex
CREATE INDEX "WebhookDelivery_delivered" ON "WebhookDelivery"("settledAt") WHERE ("status" = 'DELIVERED');

-- CreateIndex
CREATE UNIQUE INDEX "WebhookDelivery_organisationId_id_key" ON "WebhookDelivery"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookDelivery_endpointId_eventId_key" ON "WebhookDelivery"("endpointId", "eventId");

-- AddForeignKey
ALTER TABLE "WebhookEndpoint" ADD CONSTRAINT "WebhookEndpoint_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookEndpoint" ADD CONSTRAINT "WebhookEndpoint_organisationId_ownerId_fkey" FOREIGN KEY ("organisationId", "ownerId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookSecret" ADD CONSTRAINT "WebhookSecret_organisationId_endpointId_fkey" FOREIGN KEY ("organisationId", "endpointId") REFERENCES "WebhookEndpoint"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_organisationId_endpointId_fkey" FOREIGN KEY ("organisationId", "endpointId") REFERENCES "WebhookEndpoint"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What is paused says why and since when, and what is retired stays so.
ALTER TABLE "WebhookEndpoint" ADD CONSTRAINT "WebhookEndpoint_paused"
  CHECK (("status" = 'PAUSED') = ("pausedAt" IS NOT NULL) AND num_nulls("pausedAt", "pauseReason") IN (0, 2));
ALTER TABLE "WebhookEndpoint" ADD CONSTRAINT "WebhookEndpoint_retired" CHECK (("status" = 'RETIRED') = ("retiredAt" IS NOT NULL));
-- What is settled is tried no more.
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_settled"
  CHECK (("status" = 'PENDING') = ("settledAt" IS NULL) AND ("status" = 'PENDING' OR num_nulls("nextAttemptAt", "leasedUntil") = 2));

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['WebhookEndpoint', 'WebhookSecret', 'WebhookDelivery'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON public.%I USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation())',
      name
    );
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO kunna_app', name);
  END LOOP;
END
$$;

GRANT UPDATE ("url", "description", "types", "programId", "status", "pauseReason", "pausedAt", "retiredAt", "position", "failingSince", "failures", "restUntil")
  ON public."WebhookEndpoint" TO kunna_app;
GRANT UPDATE ("expiresAt") ON public."WebhookSecret" TO kunna_app;
GRANT UPDATE ("status", "attempts", "failures", "nextAttemptAt", "leasedUntil", "lastAttemptAt", "statusCode", "error", "milliseconds", "answer", "settledAt")
  ON public."WebhookDelivery" TO kunna_app;
-- Secrets that no longer sign, and deliveries that are long past.
GRANT DELETE ON public."WebhookSecret", public."WebhookDelivery" TO kunna_app;
