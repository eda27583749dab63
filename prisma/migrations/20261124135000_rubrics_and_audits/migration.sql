-- CreateEnum
CREATE TYPE "AuditFinding" AS ENUM ('CONFIRMED', 'QUESTIONED');

-- AlterTable
ALTER TABLE "EvidenceRevision" ADD COLUMN     "decidedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Requirement" ADD COLUMN     "rubric" JSONB;

-- AlterTable
ALTER TABLE "Review" ADD COLUMN     "blind" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ratings" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "AuditSample" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "evidenceId" UUID NOT NULL,
    "drawnAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditSample_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Audit" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "sampleId" UUID NOT NULL,
    "auditorId" UUID NOT NULL,
    "finding" "AuditFinding" NOT NULL,
    "reason" TEXT NOT NULL,
    "auditedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Audit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AuditSample_organisationId_id_key" ON "AuditSample"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "AuditSample_organisationId_evidenceId_key" ON "AuditSample"("organisationId", "evidenceId");

-- CreateIndex
CREATE INDEX "Audit_organisationId_auditorId_idx" ON "Audit"("organisationId", "auditorId");

-- CreateIndex
CREATE UNIQUE INDEX "Audit_organisationId_sampleId_key" ON "Audit"("organisationId", "sampleId");

-- AddForeignKey
ALTER TABLE "AuditSample" ADD CONSTRAINT "AuditSample_organisationId_evidenceId_fkey" FOREIGN KEY ("organisationId", "evidenceId") REFERENCES "Evidence"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Audit" ADD CONSTRAINT "Audit_organisationId_sampleId_fkey" FOREIGN KEY ("organisationId", "sampleId") REFERENCES "AuditSample"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Audit" ADD CONSTRAINT "Audit_organisationId_auditorId_fkey" FOREIGN KEY ("organisationId", "auditorId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- R3: a submitted revision stays as it was submitted; its decision is added to it, once.
CREATE OR REPLACE FUNCTION public.kunna_guard_revision() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD."submittedAt" IS NULL OR (TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD) THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD."decidedAt" IS NULL AND NEW."decidedAt" IS NOT NULL
    AND to_jsonb(NEW) - 'decidedAt' = to_jsonb(OLD) - 'decidedAt' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'R3: a submitted revision never changes (evidence revision %)', OLD.id USING ERRCODE = 'KN001';
END
$$;

-- What was decided before there was a place to say so: all but the newest revision of what still waits.
UPDATE public."EvidenceRevision" r SET "decidedAt" = d."at"
FROM (
  SELECT v."revisionId", max(v."reviewedAt") AS "at" FROM public."Review" v GROUP BY v."revisionId"
) d, public."Evidence" e
WHERE d."revisionId" = r.id AND e.id = r."evidenceId" AND r."submittedAt" IS NOT NULL
  AND (e.status <> 'SUBMITTED' OR r."submittedAt" < e."submittedAt");

GRANT UPDATE ("decidedAt") ON public."EvidenceRevision" TO kunna_app;
GRANT UPDATE (rubric) ON public."Requirement" TO kunna_app;

-- The new tables: one organisation's rows, only ever added to.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['AuditSample', 'Audit'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON public.%I USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation())',
      name
    );
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO kunna_app', name);
    EXECUTE format('CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public.%I FOR EACH ROW EXECUTE FUNCTION public.kunna_refuse_change()', name);
    EXECUTE format('CREATE TRIGGER kunna_no_truncate BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.kunna_refuse_change()', name);
  END LOOP;
END
$$;
