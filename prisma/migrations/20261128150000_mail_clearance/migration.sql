-- CreateIndex
CREATE INDEX "Mail_ended" ON "Mail"("createdAt") WHERE ("dueAt" IS NULL);
