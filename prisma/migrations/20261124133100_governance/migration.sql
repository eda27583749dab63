-- AlterTable
ALTER TABLE "Enrolment" ADD COLUMN     "approvalAwaitedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Decision" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" UUID NOT NULL,
    "personId" UUID,
    "programId" UUID,
    "enrolmentId" UUID,
    "regardingId" UUID,
    "barUntil" TIMESTAMPTZ(3),

    CONSTRAINT "Decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DecisionCertificate" (
    "organisationId" UUID NOT NULL,
    "decisionId" UUID NOT NULL,
    "certificateId" UUID NOT NULL,

    CONSTRAINT "DecisionCertificate_pkey" PRIMARY KEY ("decisionId","certificateId")
);

-- CreateTable
CREATE TABLE "Appeal" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "decisionId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "asksForStay" BOOLEAN NOT NULL,
    "filedAt" TIMESTAMPTZ(3) NOT NULL,
    "filedById" UUID NOT NULL,

    CONSTRAINT "Appeal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Decision_organisationId_personId_programId_idx" ON "Decision"("organisationId", "personId", "programId");

-- CreateIndex
CREATE INDEX "Decision_organisationId_programId_idx" ON "Decision"("organisationId", "programId");

-- CreateIndex
CREATE INDEX "Decision_organisationId_enrolmentId_idx" ON "Decision"("organisationId", "enrolmentId");

-- CreateIndex
CREATE INDEX "Decision_organisationId_decidedById_idx" ON "Decision"("organisationId", "decidedById");

-- CreateIndex
CREATE UNIQUE INDEX "Decision_organisationId_id_key" ON "Decision"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Decision_organisationId_regardingId_kind_key" ON "Decision"("organisationId", "regardingId", "kind");

-- CreateIndex
CREATE INDEX "DecisionCertificate_organisationId_decisionId_idx" ON "DecisionCertificate"("organisationId", "decisionId");

-- CreateIndex
CREATE INDEX "DecisionCertificate_organisationId_certificateId_idx" ON "DecisionCertificate"("organisationId", "certificateId");

-- CreateIndex
CREATE INDEX "Appeal_organisationId_filedById_idx" ON "Appeal"("organisationId", "filedById");

-- CreateIndex
CREATE UNIQUE INDEX "Appeal_organisationId_id_key" ON "Appeal"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Appeal_organisationId_decisionId_key" ON "Appeal"("organisationId", "decisionId");

-- CreateIndex
CREATE INDEX "Enrolment_organisationId_approvalAwaitedAt_idx" ON "Enrolment"("organisationId", "approvalAwaitedAt");

-- AddForeignKey
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_organisationId_decidedById_fkey" FOREIGN KEY ("organisationId", "decidedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_organisationId_enrolmentId_fkey" FOREIGN KEY ("organisationId", "enrolmentId") REFERENCES "Enrolment"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_organisationId_regardingId_fkey" FOREIGN KEY ("organisationId", "regardingId") REFERENCES "Decision"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DecisionCertificate" ADD CONSTRAINT "DecisionCertificate_organisationId_decisionId_fkey" FOREIGN KEY ("organisationId", "decisionId") REFERENCES "Decision"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DecisionCertificate" ADD CONSTRAINT "DecisionCertificate_organisationId_certificateId_fkey" FOREIGN KEY ("organisationId", "certificateId") REFERENCES "Certificate"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Appeal" ADD CONSTRAINT "Appeal_organisationId_decisionId_fkey" FOREIGN KEY ("organisationId", "decisionId") REFERENCES "Decision"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Appeal" ADD CONSTRAINT "Appeal_organisationId_filedById_fkey" FOREIGN KEY ("organisationId", "filedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Tenancy, and rows that are only ever added: what holds is folded from them (R11).
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Decision', 'DecisionCertificate', 'Appeal'] LOOP
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

GRANT UPDATE ("approvalAwaitedAt") ON public."Enrolment" TO kunna_app;
