-- CreateEnum
CREATE TYPE "RequestDecision" AS ENUM ('APPROVED', 'DECLINED');

-- AlterTable
ALTER TABLE "Enrolment" ADD COLUMN     "ruleId" UUID;

-- CreateTable
CREATE TABLE "EnrolmentRequest" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "programId" UUID NOT NULL,
    "message" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "decision" "RequestDecision",
    "reason" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "enrolmentId" UUID,

    CONSTRAINT "EnrolmentRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExtensionRequest" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "requestedDueAt" TIMESTAMPTZ(3) NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "decision" "RequestDecision",
    "decisionReason" TEXT,
    "grantedDueAt" TIMESTAMPTZ(3),
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,

    CONSTRAINT "ExtensionRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AssignmentRule" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "programId" UUID NOT NULL,
    "teamId" UUID,
    "role" "Role",
    "dueWithin" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" UUID NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endedById" UUID,

    CONSTRAINT "AssignmentRule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "EnrolmentRequest_organisationId_personId_idx" ON "EnrolmentRequest"("organisationId", "personId");

-- CreateIndex
CREATE INDEX "EnrolmentRequest_organisationId_programId_idx" ON "EnrolmentRequest"("organisationId", "programId");

-- CreateIndex
CREATE INDEX "EnrolmentRequest_organisationId_decidedById_idx" ON "EnrolmentRequest"("organisationId", "decidedById");

-- CreateIndex
CREATE UNIQUE INDEX "EnrolmentRequest_organisationId_id_key" ON "EnrolmentRequest"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "EnrolmentRequest_organisationId_enrolmentId_key" ON "EnrolmentRequest"("organisationId", "enrolmentId");

-- CreateIndex
CREATE UNIQUE INDEX "EnrolmentRequest_one_open" ON "EnrolmentRequest"("personId", "programId") WHERE ("decidedAt" IS NULL);

-- CreateIndex
CREATE INDEX "ExtensionRequest_organisationId_enrolmentId_idx" ON "ExtensionRequest"("organisationId", "enrolmentId");

-- CreateIndex
CREATE INDEX "ExtensionRequest_organisationId_personId_idx" ON "ExtensionRequest"("organisationId", "personId");

-- CreateIndex
CREATE INDEX "ExtensionRequest_organisationId_decidedById_idx" ON "ExtensionRequest"("organisationId", "decidedById");

-- CreateIndex
CREATE UNIQUE INDEX "ExtensionRequest_organisationId_id_key" ON "ExtensionRequest"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ExtensionRequest_one_open" ON "ExtensionRequest"("enrolmentId") WHERE ("decidedAt" IS NULL);

-- CreateIndex
CREATE INDEX "AssignmentRule_organisationId_programId_idx" ON "AssignmentRule"("organisationId", "programId");

-- CreateIndex
CREATE INDEX "AssignmentRule_organisationId_teamId_idx" ON "AssignmentRule"("organisationId", "teamId");

-- CreateIndex
CREATE INDEX "AssignmentRule_organisationId_role_idx" ON "AssignmentRule"("organisationId", "role");

-- CreateIndex
CREATE INDEX "AssignmentRule_organisationId_createdById_idx" ON "AssignmentRule"("organisationId", "createdById");

-- CreateIndex
CREATE INDEX "AssignmentRule_organisationId_endedById_idx" ON "AssignmentRule"("organisationId", "endedById");

-- CreateIndex
CREATE UNIQUE INDEX "AssignmentRule_organisationId_id_key" ON "AssignmentRule"("organisationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "AssignmentRule_one_for_team" ON "AssignmentRule"("programId", "teamId") WHERE ("endedAt" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "AssignmentRule_one_for_role" ON "AssignmentRule"("programId", "role") WHERE ("endedAt" IS NULL);

-- CreateIndex
CREATE INDEX "Enrolment_organisationId_ruleId_personId_idx" ON "Enrolment"("organisationId", "ruleId", "personId");

-- AddForeignKey
ALTER TABLE "EnrolmentRequest" ADD CONSTRAINT "EnrolmentRequest_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnrolmentRequest" ADD CONSTRAINT "EnrolmentRequest_organisationId_decidedById_fkey" FOREIGN KEY ("organisationId", "decidedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnrolmentRequest" ADD CONSTRAINT "EnrolmentRequest_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnrolmentRequest" ADD CONSTRAINT "EnrolmentRequest_organisationId_enrolmentId_fkey" FOREIGN KEY ("organisationId", "enrolmentId") REFERENCES "Enrolment"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExtensionRequest" ADD CONSTRAINT "ExtensionRequest_organisationId_enrolmentId_fkey" FOREIGN KEY ("organisationId", "enrolmentId") REFERENCES "Enrolment"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExtensionRequest" ADD CONSTRAINT "ExtensionRequest_organisationId_personId_fkey" FOREIGN KEY ("organisationId", "personId") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExtensionRequest" ADD CONSTRAINT "ExtensionRequest_organisationId_decidedById_fkey" FOREIGN KEY ("organisationId", "decidedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssignmentRule" ADD CONSTRAINT "AssignmentRule_organisationId_programId_fkey" FOREIGN KEY ("organisationId", "programId") REFERENCES "Program"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssignmentRule" ADD CONSTRAINT "AssignmentRule_organisationId_teamId_fkey" FOREIGN KEY ("organisationId", "teamId") REFERENCES "Team"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssignmentRule" ADD CONSTRAINT "AssignmentRule_organisationId_createdById_fkey" FOREIGN KEY ("organisationId", "createdById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssignmentRule" ADD CONSTRAINT "AssignmentRule_organisationId_endedById_fkey" FOREIGN KEY ("organisationId", "endedById") REFERENCES "Person"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_organisationId_ruleId_fkey" FOREIGN KEY ("organisationId", "ruleId") REFERENCES "AssignmentRule"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "AssignmentRule" ADD CONSTRAINT "AssignmentRule_team_or_role" CHECK (num_nonnulls("teamId", role) = 1);
-- RULE says by which; and an approved request says what it led to.
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_by_rule" CHECK ((source = 'RULE') = ("ruleId" IS NOT NULL));
ALTER TABLE "EnrolmentRequest" ADD CONSTRAINT "EnrolmentRequest_decided"
  CHECK (num_nulls(decision, "decidedAt", "decidedById") IN (0, 3) AND (decision IS NOT DISTINCT FROM 'APPROVED') = ("enrolmentId" IS NOT NULL));
ALTER TABLE "ExtensionRequest" ADD CONSTRAINT "ExtensionRequest_decided"
  CHECK (num_nulls(decision, "decidedAt", "decidedById", "decisionReason") IN (0, 4) AND (decision IS NOT DISTINCT FROM 'APPROVED') = ("grantedDueAt" IS NOT NULL));

-- What is added to once: the first argument is the column that says when; with it the others are set, and then no more.
CREATE FUNCTION public.kunna_guard_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> TG_ARGV[0] IS NULL AND to_jsonb(NEW) ->> TG_ARGV[0] IS NOT NULL
    AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% rows never change, but that they are decided or ended once', TG_TABLE_NAME USING ERRCODE = 'KN001';
END
$$;

CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."EnrolmentRequest"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_once('decidedAt', 'decidedById', 'decision', 'reason', 'enrolmentId');
CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."ExtensionRequest"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_once('decidedAt', 'decidedById', 'decision', 'decisionReason', 'grantedDueAt');
CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."AssignmentRule"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_once('endedAt', 'endedById');

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['EnrolmentRequest', 'ExtensionRequest', 'AssignmentRule'] LOOP
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

GRANT UPDATE (decision, reason, "decidedAt", "decidedById", "enrolmentId") ON public."EnrolmentRequest" TO kunna_app;
GRANT UPDATE (decision, "decisionReason", "decidedAt", "decidedById", "grantedDueAt") ON public."ExtensionRequest" TO kunna_app;
GRANT UPDATE ("endedAt", "endedById") ON public."AssignmentRule" TO kunna_app;

-- Of an open enrolment the way to renew may be chosen (R8), and its award may wait for an approver (R5).
CREATE OR REPLACE FUNCTION public.kunna_guard_enrolment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  open_columns text[] := CASE WHEN TG_OP = 'UPDATE' AND OLD.status = 'ACTIVE'
    THEN ARRAY['status', 'endedAt', 'dueAt', 'required', 'renewalPathKey', 'approvalAwaitedAt'] ELSE ARRAY[]::text[] END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - open_columns = to_jsonb(OLD) - open_columns THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'An enrolment is kept as it was made, and an ended one stays ended (enrolment %)', OLD.id USING ERRCODE = 'KN001';
END
$$;
