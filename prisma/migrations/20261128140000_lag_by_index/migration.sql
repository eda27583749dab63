-- DropIndex
DROP INDEX "WebhookDelivery_organisationId_endpointId_status_idx";

-- CreateIndex
CREATE INDEX "WebhookDelivery_organisationId_endpointId_id_idx" ON "WebhookDelivery"("organisationId", "endpointId", "id");

-- CreateIndex
CREATE INDEX "WebhookDelivery_organisationId_endpointId_status_id_idx" ON "WebhookDelivery"("organisationId", "endpointId", "status", "id");

-- CreateIndex
CREATE INDEX "WebhookDelivery_oldest" ON "WebhookDelivery"("endpointId", "createdAt") WHERE ("status" = 'PENDING');

-- CreateIndex
CREATE INDEX "WebhookDelivery_dead" ON "WebhookDelivery"("endpointId", "settledAt") WHERE ("status" = 'DEAD');

-- CreateIndex
CREATE INDEX "WebhookDelivery_tests" ON "WebhookDelivery"("endpointId", "status", "nextAttemptAt") WHERE ("type" IS NULL);

-- CreateIndex
CREATE INDEX "Mail_failed" ON "Mail"("organisationId") WHERE ("status" = 'FAILED');

-- CreateIndex
CREATE INDEX "Mail_uncertain" ON "Mail"("organisationId") WHERE ("status" = 'UNCERTAIN');
