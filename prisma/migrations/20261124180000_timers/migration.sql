-- AlterTable
ALTER TABLE "Event" ADD COLUMN "dueAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "CertificateTimer" (
    "certificateId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "programId" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "nextDueAt" TIMESTAMPTZ(3),

    CONSTRAINT "CertificateTimer_pkey" PRIMARY KEY ("organisationId","certificateId")
);

-- CreateIndex
CREATE INDEX "CertificateTimer_organisationId_nextDueAt_idx" ON "CertificateTimer"("organisationId", "nextDueAt");

-- CreateIndex
CREATE INDEX "CertificateTimer_organisationId_personId_programId_idx" ON "CertificateTimer"("organisationId", "personId", "programId");

-- CreateIndex
CREATE INDEX "CertificateTimer_organisationId_programId_idx" ON "CertificateTimer"("organisationId", "programId");

-- CreateIndex
CREATE UNIQUE INDEX "Event_timed_once" ON "Event"("certificateId", "type", "dueAt") WHERE ("dueAt" IS NOT NULL);

-- AddForeignKey
ALTER TABLE "CertificateTimer" ADD CONSTRAINT "CertificateTimer_organisationId_certificateId_fkey" FOREIGN KEY ("organisationId", "certificateId") REFERENCES "Certificate"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Tenancy. A timer says when to look next, and nothing else of it changes.
ALTER TABLE public."CertificateTimer" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public."CertificateTimer" USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation());
GRANT SELECT, INSERT, UPDATE ("nextDueAt") ON public."CertificateTimer" TO kunna_app;

-- For the certificates that are here already, time begins now.
INSERT INTO public."CertificateTimer" ("certificateId", "organisationId", "personId", "programId", "since", "nextDueAt")
SELECT "id", "organisationId", "personId", "programId", now(), now() FROM public."Certificate" WHERE "moduleKey" IS NULL;
