-- AlterTable
ALTER TABLE "Certificate" ADD COLUMN     "previousId" UUID;

-- CreateTable
CREATE TABLE "CertificateExtension" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "certificateId" UUID NOT NULL,
    "grantedAt" TIMESTAMPTZ(3) NOT NULL,
    "grantedById" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "graceEndsAt" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "CertificateExtension_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CertificateExtension_organisationId_certificateId_grantedAt_idx" ON "CertificateExtension"("organisationId", "certificateId", "grantedAt");

-- CreateIndex
CREATE INDEX "CertificateExtension_organisationId_grantedById_idx" ON "CertificateExtension"("organisationId", "grantedById");

-- CreateIndex
CREATE UNIQUE INDEX "CertificateExtension_organisationId_id_key" ON "CertificateExtension"("organisationId", "id");

-- CreateIndex
CREATE INDEX "Certificate_organisationId_previousId_idx" ON "Certificate"("organisationId", "previousId");

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_organisationId_previousId_fkey" FOREIGN KEY ("organisationId", "previousId") REFERENCES "Certificate"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CertificateExtension" ADD CONSTRAINT "CertificateExtension_organisationId_certificateId_fkey" FOREIGN KEY ("organisationId", "certificateId") REFERENCES "Certificate"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CertificateExtension" ADD CONSTRAINT "CertificateExtension_organisationId_grantedById_fkey" FOREIGN KEY ("organisationId", "grantedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The certificates that there are already are put in sequence.
ALTER TABLE public."Certificate" DISABLE TRIGGER kunna_immutable;
UPDATE public."Certificate" c SET "previousId" = s.previous
FROM (
  SELECT id, lag(id) OVER w AS previous
  FROM public."Certificate" WINDOW w AS (PARTITION BY "organisationId", "personId", "programId" ORDER BY "validFrom", id)
) s
WHERE s.id = c.id;
ALTER TABLE public."Certificate" ENABLE TRIGGER kunna_immutable;

-- Tenancy, and rows that are only ever added.
ALTER TABLE public."CertificateExtension" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public."CertificateExtension" USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation());
GRANT SELECT, INSERT ON public."CertificateExtension" TO kunna_app;

CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."CertificateExtension"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_refuse_change();
CREATE TRIGGER kunna_no_truncate BEFORE TRUNCATE ON public."CertificateExtension"
  FOR EACH STATEMENT EXECUTE FUNCTION public.kunna_refuse_change();
