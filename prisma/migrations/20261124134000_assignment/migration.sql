-- CreateEnum
CREATE TYPE "EnrolmentSource" AS ENUM ('SELF', 'ASSIGNED', 'APPROVAL', 'RULE');

-- AlterTable
ALTER TABLE "Enrolment" ADD COLUMN     "baselineDueAt" TIMESTAMPTZ(3),
ADD COLUMN     "dueAt" TIMESTAMPTZ(3),
ADD COLUMN     "required" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "resumesId" UUID,
ADD COLUMN     "source" "EnrolmentSource" NOT NULL DEFAULT 'SELF';

-- CreateIndex
CREATE INDEX "Enrolment_organisationId_dueAt_idx" ON "Enrolment"("organisationId", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Enrolment_organisationId_resumesId_key" ON "Enrolment"("organisationId", "resumesId");

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_organisationId_resumesId_fkey" FOREIGN KEY ("organisationId", "resumesId") REFERENCES "Enrolment"("organisationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

UPDATE "Enrolment" SET source = 'ASSIGNED', required = true WHERE "enrolledById" <> "personId";

-- An enrolment is kept as it was made. It ends once; when and whether it is asked for may change while it goes on.
CREATE FUNCTION public.kunna_guard_enrolment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  open_columns text[] := CASE WHEN TG_OP = 'UPDATE' AND OLD.status = 'ACTIVE'
    THEN ARRAY['status', 'endedAt', 'dueAt', 'required'] ELSE ARRAY[]::text[] END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - open_columns = to_jsonb(OLD) - open_columns THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'An enrolment is kept as it was made, and an ended one stays ended (enrolment %)', OLD.id USING ERRCODE = 'KN001';
END
$$;

-- What is resumed is the same person's, in the same program, and has ended.
CREATE FUNCTION public.kunna_guard_resumed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM public."Enrolment" e WHERE e.id = NEW."resumesId" AND e."personId" = NEW."personId"
      AND e."programId" = NEW."programId" AND e.status <> 'ACTIVE'
  ) THEN
    RAISE EXCEPTION 'An enrolment resumes an ended one of the same person in the same program (enrolment %)', NEW.id USING ERRCODE = 'KN001';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."Enrolment"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_enrolment();
CREATE TRIGGER kunna_resumed BEFORE INSERT ON public."Enrolment"
  FOR EACH ROW WHEN (NEW."resumesId" IS NOT NULL) EXECUTE FUNCTION public.kunna_guard_resumed();
CREATE TRIGGER kunna_no_truncate BEFORE TRUNCATE ON public."Enrolment"
  FOR EACH STATEMENT EXECUTE FUNCTION public.kunna_refuse_change();

GRANT UPDATE ("dueAt", required) ON public."Enrolment" TO kunna_app;
