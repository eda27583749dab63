-- CreateEnum
CREATE TYPE "MappingSource" AS ENUM ('ACHIEVEMENT', 'ALIGNMENT');

-- AlterTable
ALTER TABLE "Recognition" ADD COLUMN     "credentialId" UUID,
ALTER COLUMN "evidenceId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "TrustedIssuer" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "trustedAt" TIMESTAMPTZ(3) NOT NULL,
    "trustedById" UUID NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endedById" UUID,
    "endReason" TEXT,

    CONSTRAINT "TrustedIssuer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CredentialMapping" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "issuerId" UUID NOT NULL,
    "source" "MappingSource" NOT NULL,
    "sourceId" TEXT NOT NULL,
    "competencyId" UUID,
    "levelId" UUID,
    "programId" UUID,
    "requirementKey" TEXT,
    "awardedFrom" DATE,
    "awardedUntil" DATE,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" UUID NOT NULL,
    "retiredAt" TIMESTAMPTZ(3),
    "retiredById" UUID,
    "retireReason" TEXT,

    CONSTRAINT "CredentialMapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutsideCredential" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "contentHash" BYTEA NOT NULL,
    "content" JSONB NOT NULL,
    "sourceUrl" TEXT,
    "issuer" TEXT NOT NULL,
    "issuerName" TEXT,
    "achievementId" TEXT NOT NULL,
    "achievementName" TEXT NOT NULL,
    "alignments" TEXT[],
    "awardedOn" DATE NOT NULL,
    "validFrom" TIMESTAMPTZ(3) NOT NULL,
    "validUntil" TIMESTAMPTZ(3),
    "addedAt" TIMESTAMPTZ(3) NOT NULL,
    "addedById" UUID NOT NULL,

    CONSTRAINT "OutsideCredential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CredentialCheck" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "credentialId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,
    "checkedById" UUID NOT NULL,
    "verified" BOOLEAN NOT NULL,
    "ofPerson" BOOLEAN NOT NULL,
    "problems" JSONB NOT NULL,

    CONSTRAINT "CredentialCheck_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecognitionMapping" (
    "organisationId" UUID NOT NULL,
    "recognitionId" UUID NOT NULL,
    "mappingId" UUID NOT NULL,

    CONSTRAINT "RecognitionMapping_pkey" PRIMARY KEY ("recognitionId","mappingId")
);

-- CreateIndex
CREATE INDEX "TrustedIssuer_organisationId_trustedById_idx" ON "TrustedIssuer"("organisationId", "trustedById");

-- CreateIndex
CREATE INDEX "TrustedIssuer_organisationId_endedById_idx" ON "TrustedIssuer"("organisationId", "endedById");

-- CreateIndex
CREATE UNIQUE INDEX "TrustedIssuer_organisationId_id_key" ON "TrustedIssuer"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "TrustedIssuer_one_in_force" ON "TrustedIssuer"("organisationId", "issuer") WHERE ("endedAt" IS NULL);

-- CreateIndex
CREATE INDEX "CredentialMapping_organisationId_issuerId_idx" ON "CredentialMapping"("organisationId", "issuerId");

-- CreateIndex
CREATE INDEX "CredentialMapping_organisationId_competencyId_idx" ON "CredentialMapping"("organisationId", "competencyId");

-- CreateIndex
CREATE INDEX "CredentialMapping_organisationId_levelId_idx" ON "CredentialMapping"("organisationId", "levelId");

-- CreateIndex
CREATE INDEX "CredentialMapping_organisationId_programId_idx" ON "CredentialMapping"("organisationId", "programId");

-- CreateIndex
CREATE INDEX "CredentialMapping_organisationId_createdById_idx" ON "CredentialMapping"("organisationId", "createdById");

-- CreateIndex
CREATE INDEX "CredentialMapping_organisationId_retiredById_idx" ON "CredentialMapping"("organisationId", "retiredById");

-- CreateIndex
CREATE UNIQUE INDEX "CredentialMapping_organisationId_id_key" ON "CredentialMapping"("organisationId", "id");

-- CreateIndex
CREATE INDEX "OutsideCredential_organisationId_personId_idx" ON "OutsideCredential"("organisationId", "personId");

-- CreateIndex
CREATE INDEX "OutsideCredential_organisationId_issuer_idx" ON "OutsideCredential"("organisationId", "issuer");

-- CreateIndex
CREATE INDEX "OutsideCredential_organisationId_addedById_idx" ON "OutsideCredential"("organisationId", "addedById");

-- CreateIndex
CREATE UNIQUE INDEX "OutsideCredential_organisationId_id_key" ON "OutsideCredential"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "OutsideCredential_personId_contentHash_key" ON "OutsideCredential"("personId", "contentHash");

-- CreateIndex
CREATE INDEX "CredentialCheck_organisationId_credentialId_idx" ON "CredentialCheck"("organisationId", "credentialId");

-- CreateIndex
CREATE INDEX "CredentialCheck_organisationId_checkedById_idx" ON "CredentialCheck"("organisationId", "checkedById");

-- CreateIndex
CREATE UNIQUE INDEX "CredentialCheck_organisationId_id_key" ON "CredentialCheck"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "CredentialCheck_credentialId_number_key" ON "CredentialCheck"("credentialId", "number");

-- CreateIndex
CREATE INDEX "RecognitionMapping_organisationId_recognitionId_idx" ON "RecognitionMapping"("organisationId", "recognitionId");

-- CreateIndex
CREATE INDEX "RecognitionMapping_organisationId_mappingId_idx" ON "RecognitionMapping"("organisationId", "mappingId");

-- CreateIndex
CREATE INDEX "Recognition_organisationId_credentialId_idx" ON "Recognition"("organisationId", "credentialId");

-- AddForeignKey
ALTER TABLE "TrustedIssuer" ADD CONSTRAINT "TrustedIssuer_organisationId_trustedById_fkey" FOREIGN KEY ("organisationId", "trustedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrustedIssuer" ADD CONSTRAINT "TrustedIssuer_organisationId_endedById_fkey" FOREIGN KEY ("organisationId", "endedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialMapping" ADD CONSTRAINT "CredentialMapping_organisationId_issuerId_fkey" FOREIGN KEY ("organisationId", "issuerId") REFERENCES "TrustedIssuer"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialMapping" ADD CONSTRAINT "CredentialMapping_organisationId_competencyId_fkey" FOREIGN KEY ("organisationId", "competencyId") REFERENCES "Competency"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialMapping" ADD CONSTRAINT "CredentialMapping_organisationId_levelId_fkey" FOREIGN KEY ("organisationId", "levelId") REFERENCES "FrameworkLevel"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialMapping" ADD CONSTRAINT "CredentialMapping_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialMapping" ADD CONSTRAINT "CredentialMapping_organisationId_createdById_fkey" FOREIGN KEY ("organisationId", "createdById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialMapping" ADD CONSTRAINT "CredentialMapping_organisationId_retiredById_fkey" FOREIGN KEY ("organisationId", "retiredById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutsideCredential" ADD CONSTRAINT "OutsideCredential_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutsideCredential" ADD CONSTRAINT "OutsideCredential_organisationId_addedById_fkey" FOREIGN KEY ("organisationId", "addedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialCheck" ADD CONSTRAINT "CredentialCheck_organisationId_credentialId_fkey" FOREIGN KEY ("organisationId", "credentialId") REFERENCES "OutsideCredential"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialCheck" ADD CONSTRAINT "CredentialCheck_organisationId_checkedById_fkey" FOREIGN KEY ("organisationId", "checkedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecognitionMapping" ADD CONSTRAINT "RecognitionMapping_organisationId_recognitionId_fkey" FOREIGN KEY ("organisationId", "recognitionId") REFERENCES "Recognition"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecognitionMapping" ADD CONSTRAINT "RecognitionMapping_organisationId_mappingId_fkey" FOREIGN KEY ("organisationId", "mappingId") REFERENCES "CredentialMapping"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recognition" ADD CONSTRAINT "Recognition_organisationId_credentialId_fkey" FOREIGN KEY ("organisationId", "credentialId") REFERENCES "OutsideCredential"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- R12: what is recognised was shown by an evidence or by a credential.
ALTER TABLE "Recognition" ADD CONSTRAINT "Recognition_evidence_or_credential" CHECK (num_nonnulls("evidenceId", "credentialId") = 1);
-- A mapping is to a competency, which may be at a level, or to a requirement of a program.
ALTER TABLE "CredentialMapping" ADD CONSTRAINT "CredentialMapping_to_one"
  CHECK (num_nonnulls("competencyId", "programId") = 1 AND ("programId" IS NULL) = ("requirementKey" IS NULL) AND ("competencyId" IS NOT NULL OR "levelId" IS NULL));
ALTER TABLE "CredentialMapping" ADD CONSTRAINT "CredentialMapping_retired" CHECK (num_nulls("retiredAt", "retiredById", "retireReason") IN (0, 3));
ALTER TABLE "TrustedIssuer" ADD CONSTRAINT "TrustedIssuer_ended" CHECK (num_nulls("endedAt", "endedById", "endReason") IN (0, 3));

CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."TrustedIssuer"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_once('endedAt', 'endedById', 'endReason');
CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."CredentialMapping"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_once('retiredAt', 'retiredById', 'retireReason');

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['OutsideCredential', 'CredentialCheck', 'RecognitionMapping'] LOOP
    EXECUTE format(
      'CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public.%I FOR EACH ROW EXECUTE FUNCTION public.kunna_refuse_change()',
      name
    );
  END LOOP;
  FOREACH name IN ARRAY ARRAY['TrustedIssuer', 'CredentialMapping', 'OutsideCredential', 'CredentialCheck', 'RecognitionMapping'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON public.%I USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation())',
      name
    );
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO kunna_app', name);
    EXECUTE format(
      'CREATE TRIGGER kunna_no_truncate BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.kunna_refuse_change()',
      name
    );
  END LOOP;
END
$$;

GRANT UPDATE ("endedAt", "endedById", "endReason") ON public."TrustedIssuer" TO kunna_app;
GRANT UPDATE ("retiredAt", "retiredById", "retireReason") ON public."CredentialMapping" TO kunna_app;
