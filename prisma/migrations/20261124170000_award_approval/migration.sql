-- AlterTable
ALTER TABLE "Enrolment" ADD COLUMN     "approvalDeclinedAt" TIMESTAMPTZ(3),
ADD COLUMN     "renewalClaimedAt" TIMESTAMPTZ(3);

GRANT UPDATE ("approvalDeclinedAt", "renewalClaimedAt") ON public."Enrolment" TO kunna_app;

-- A claim is what an award waits by.
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_claimed_waits"
  CHECK ("renewalClaimedAt" IS NULL OR ("approvalAwaitedAt" IS NOT NULL AND purpose = 'RENEWAL'));

-- Of an open enrolment the award may wait for an approver, and be declined (R5).
CREATE OR REPLACE FUNCTION public.kunna_guard_enrolment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  open_columns text[] := CASE WHEN TG_OP = 'UPDATE' AND OLD.status = 'ACTIVE'
    THEN ARRAY['status', 'endedAt', 'dueAt', 'required', 'renewalPathKey', 'approvalAwaitedAt', 'approvalDeclinedAt', 'renewalClaimedAt']
    ELSE ARRAY[]::text[] END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - open_columns = to_jsonb(OLD) - open_columns THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'An enrolment is kept as it was made, and an ended one stays ended (enrolment %)', OLD.id USING ERRCODE = 'KN001';
END
$$;
