-- CreateTable
CREATE TABLE "Recognition" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "requirementId" UUID NOT NULL,
    "evidenceId" UUID NOT NULL,
    "performedOn" DATE NOT NULL,
    "recognisedAt" TIMESTAMPTZ(3) NOT NULL,
    "recognisedById" UUID NOT NULL,

    CONSTRAINT "Recognition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecognisedCompetency" (
    "organisationId" UUID NOT NULL,
    "recognitionId" UUID NOT NULL,
    "competencyId" UUID NOT NULL,
    "levelId" UUID,

    CONSTRAINT "RecognisedCompetency_pkey" PRIMARY KEY ("recognitionId","competencyId")
);

-- CreateIndex
CREATE INDEX "Recognition_organisationId_personId_idx" ON "Recognition"("organisationId", "personId");

-- CreateIndex
CREATE INDEX "Recognition_organisationId_requirementId_idx" ON "Recognition"("organisationId", "requirementId");

-- CreateIndex
CREATE INDEX "Recognition_organisationId_evidenceId_idx" ON "Recognition"("organisationId", "evidenceId");

-- CreateIndex
CREATE INDEX "Recognition_organisationId_recognisedById_idx" ON "Recognition"("organisationId", "recognisedById");

-- CreateIndex
CREATE UNIQUE INDEX "Recognition_organisationId_id_key" ON "Recognition"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Recognition_enrolmentId_requirementId_evidenceId_key" ON "Recognition"("enrolmentId", "requirementId", "evidenceId");

-- CreateIndex
CREATE INDEX "RecognisedCompetency_organisationId_competencyId_idx" ON "RecognisedCompetency"("organisationId", "competencyId");

-- CreateIndex
CREATE INDEX "RecognisedCompetency_organisationId_levelId_idx" ON "RecognisedCompetency"("organisationId", "levelId");

-- AddForeignKey
ALTER TABLE "Recognition" ADD CONSTRAINT "Recognition_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recognition" ADD CONSTRAINT "Recognition_organisationId_enrolmentId_fkey" FOREIGN KEY ("organisationId", "enrolmentId") REFERENCES "Enrolment"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recognition" ADD CONSTRAINT "Recognition_organisationId_requirementId_fkey" FOREIGN KEY ("organisationId", "requirementId") REFERENCES "Requirement"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recognition" ADD CONSTRAINT "Recognition_organisationId_evidenceId_fkey" FOREIGN KEY ("organisationId", "evidenceId") REFERENCES "Evidence"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recognition" ADD CONSTRAINT "Recognition_organisationId_recognisedById_fkey" FOREIGN KEY ("organisationId", "recognisedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecognisedCompetency" ADD CONSTRAINT "RecognisedCompetency_organisationId_recognitionId_fkey" FOREIGN KEY ("organisationId", "recognitionId") REFERENCES "Recognition"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecognisedCompetency" ADD CONSTRAINT "RecognisedCompetency_organisationId_competencyId_fkey" FOREIGN KEY ("organisationId", "competencyId") REFERENCES "Competency"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecognisedCompetency" ADD CONSTRAINT "RecognisedCompetency_organisationId_levelId_fkey" FOREIGN KEY ("organisationId", "levelId") REFERENCES "FrameworkLevel"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Tenancy, and R12: what was recognised is never changed.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Recognition', 'RecognisedCompetency'] LOOP
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
