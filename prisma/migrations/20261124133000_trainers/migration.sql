-- CreateTable
CREATE TABLE "EnrolmentTrainer" (
    "organisationId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "recordedById" UUID NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EnrolmentTrainer_pkey" PRIMARY KEY ("enrolmentId","personId")
);

-- CreateIndex
CREATE INDEX "EnrolmentTrainer_organisationId_enrolmentId_idx" ON "EnrolmentTrainer"("organisationId", "enrolmentId");

-- CreateIndex
CREATE INDEX "EnrolmentTrainer_organisationId_personId_idx" ON "EnrolmentTrainer"("organisationId", "personId");

-- CreateIndex
CREATE INDEX "EnrolmentTrainer_organisationId_recordedById_idx" ON "EnrolmentTrainer"("organisationId", "recordedById");

-- AddForeignKey
ALTER TABLE "EnrolmentTrainer" ADD CONSTRAINT "EnrolmentTrainer_organisationId_enrolmentId_fkey" FOREIGN KEY ("organisationId", "enrolmentId") REFERENCES "Enrolment"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnrolmentTrainer" ADD CONSTRAINT "EnrolmentTrainer_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnrolmentTrainer" ADD CONSTRAINT "EnrolmentTrainer_organisationId_recordedById_fkey" FOREIGN KEY ("organisationId", "recordedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Tenancy, and rows that are only ever added.
ALTER TABLE public."EnrolmentTrainer" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public."EnrolmentTrainer" USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation());
GRANT SELECT, INSERT ON public."EnrolmentTrainer" TO kunna_app;

CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."EnrolmentTrainer"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_refuse_change();
CREATE TRIGGER kunna_no_truncate BEFORE TRUNCATE ON public."EnrolmentTrainer"
  FOR EACH STATEMENT EXECUTE FUNCTION public.kunna_refuse_change();
