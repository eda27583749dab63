-- R8: while a renewal goes on, its holder may choose another of the ways that are offered.
CREATE OR REPLACE FUNCTION public.kunna_guard_enrolment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  open_columns text[] := CASE WHEN TG_OP = 'UPDATE' AND OLD.status = 'ACTIVE'
    THEN ARRAY['status', 'endedAt', 'dueAt', 'required', 'renewalPathKey'] ELSE ARRAY[]::text[] END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - open_columns = to_jsonb(OLD) - open_columns THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'An enrolment is kept as it was made, and an ended one stays ended (enrolment %)', OLD.id USING ERRCODE = 'KN001';
END
$$;
