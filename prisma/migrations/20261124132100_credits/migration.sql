-- CreateEnum
CREATE TYPE "CreditVerdict" AS ENUM ('ACCEPTED', 'REJECTED');

-- AlterTable
ALTER TABLE "Enrolment" ADD COLUMN     "renewalPathKey" TEXT;

-- CreateTable
CREATE TABLE "CreditEntry" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "programId" UUID,
    "unit" TEXT NOT NULL,
    "category" TEXT,
    "hundredths" INTEGER NOT NULL,
    "earnedOn" DATE NOT NULL,
    "activity" TEXT NOT NULL,
    "links" TEXT[],
    "enteredAt" TIMESTAMPTZ(3) NOT NULL,
    "enteredById" UUID NOT NULL,

    CONSTRAINT "CreditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CreditEntryFile" (
    "organisationId" UUID NOT NULL,
    "creditEntryId" UUID NOT NULL,
    "fileId" UUID NOT NULL,

    CONSTRAINT "CreditEntryFile_pkey" PRIMARY KEY ("creditEntryId","fileId")
);

-- CreateTable
CREATE TABLE "CreditDecision" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "creditEntryId" UUID NOT NULL,
    "verdict" "CreditVerdict" NOT NULL,
    "comment" TEXT NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" UUID NOT NULL,

    CONSTRAINT "CreditDecision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CreditSpend" (
    "organisationId" UUID NOT NULL,
    "creditEntryId" UUID NOT NULL,
    "certificateId" UUID NOT NULL,
    "hundredths" INTEGER NOT NULL,
    "spentAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CreditSpend_pkey" PRIMARY KEY ("creditEntryId","certificateId")
);

-- CreateIndex
CREATE INDEX "CreditEntry_organisationId_personId_unit_earnedOn_idx" ON "CreditEntry"("organisationId", "personId", "unit", "earnedOn");

-- CreateIndex
CREATE INDEX "CreditEntry_organisationId_programId_idx" ON "CreditEntry"("organisationId", "programId");

-- CreateIndex
CREATE INDEX "CreditEntry_organisationId_enteredById_idx" ON "CreditEntry"("organisationId", "enteredById");

-- CreateIndex
CREATE UNIQUE INDEX "CreditEntry_organisationId_id_key" ON "CreditEntry"("organisationId", "id");

-- CreateIndex
CREATE INDEX "CreditEntryFile_organisationId_creditEntryId_idx" ON "CreditEntryFile"("organisationId", "creditEntryId");

-- CreateIndex
CREATE INDEX "CreditEntryFile_organisationId_fileId_idx" ON "CreditEntryFile"("organisationId", "fileId");

-- CreateIndex
CREATE INDEX "CreditDecision_organisationId_decidedById_idx" ON "CreditDecision"("organisationId", "decidedById");

-- CreateIndex
CREATE UNIQUE INDEX "CreditDecision_organisationId_id_key" ON "CreditDecision"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "CreditDecision_organisationId_creditEntryId_key" ON "CreditDecision"("organisationId", "creditEntryId");

-- CreateIndex
CREATE INDEX "CreditSpend_organisationId_creditEntryId_idx" ON "CreditSpend"("organisationId", "creditEntryId");

-- CreateIndex
CREATE INDEX "CreditSpend_organisationId_certificateId_idx" ON "CreditSpend"("organisationId", "certificateId");

-- AddForeignKey
ALTER TABLE "CreditEntry" ADD CONSTRAINT "CreditEntry_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CreditEntry" ADD CONSTRAINT "CreditEntry_organisationId_enteredById_fkey" FOREIGN KEY ("organisationId", "enteredById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CreditEntry" ADD CONSTRAINT "CreditEntry_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CreditEntryFile" ADD CONSTRAINT "CreditEntryFile_organisationId_creditEntryId_fkey" FOREIGN KEY ("organisationId", "creditEntryId") REFERENCES "CreditEntry"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CreditEntryFile" ADD CONSTRAINT "CreditEntryFile_organisationId_fileId_fkey" FOREIGN KEY ("organisationId", "fileId") REFERENCES "EvidenceFile"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CreditDecision" ADD CONSTRAINT "CreditDecision_organisationId_creditEntryId_fkey" FOREIGN KEY ("organisationId", "creditEntryId") REFERENCES "CreditEntry"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CreditDecision" ADD CONSTRAINT "CreditDecision_organisationId_decidedById_fkey" FOREIGN KEY ("organisationId", "decidedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CreditSpend" ADD CONSTRAINT "CreditSpend_organisationId_creditEntryId_fkey" FOREIGN KEY ("organisationId", "creditEntryId") REFERENCES "CreditEntry"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CreditSpend" ADD CONSTRAINT "CreditSpend_organisationId_certificateId_fkey" FOREIGN KEY ("organisationId", "certificateId") REFERENCES "Certificate"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE public."CreditEntry" ADD CONSTRAINT "CreditEntry_some" CHECK (hundredths > 0);
ALTER TABLE public."CreditSpend" ADD CONSTRAINT "CreditSpend_some" CHECK (hundredths > 0);

-- A holder chooses a path, and the award writes by which it was.
GRANT UPDATE ("renewalPathKey") ON public."Enrolment" TO kunna_app;

-- R8: each credit is spent once. Awards of one person are given one at a time (they lock the person), so the sum is whole.
CREATE FUNCTION public.kunna_guard_credit_spend() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.hundredths + coalesce((SELECT sum(s.hundredths) FROM public."CreditSpend" s WHERE s."creditEntryId" = NEW."creditEntryId"), 0)
    > (SELECT c.hundredths FROM public."CreditEntry" c WHERE c.id = NEW."creditEntryId") THEN
    RAISE EXCEPTION 'R8: a credit is spent once (credit entry %)', NEW."creditEntryId" USING ERRCODE = 'KN001';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER kunna_spent_once BEFORE INSERT ON public."CreditSpend"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_credit_spend();

-- Tenancy, and rows that are only ever added.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['CreditEntry', 'CreditEntryFile', 'CreditDecision', 'CreditSpend'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON public.%I USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation())',
      name
    );
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO kunna_app', name);
    EXECUTE format(
      'CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public.%I FOR EACH ROW EXECUTE FUNCTION public.kunna_refuse_change()',
      name
    );
    EXECUTE format(
      'CREATE TRIGGER kunna_no_truncate BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.kunna_refuse_change()',
      name
    );
  END LOOP;
END
$$;
