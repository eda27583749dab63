-- What never changes, held by triggers, for the owner too. Each refusal has SQLSTATE KN001. The functions run as whoever
-- writes; the rows that they look at are of the same organisation, by the foreign keys.
--
-- A child looks at its parent with FOR SHARE: it waits for a publication or submission under way and then sees it, so
-- that nothing slips into what was just closed.

-- R1: a version is a draft, then published, then retired. Only that step is left to a published one.
CREATE FUNCTION public.kunna_guard_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.status = 'DRAFT' THEN
    IF TG_OP = 'UPDATE' AND NEW.status = 'RETIRED' THEN
      RAISE EXCEPTION 'R1: a draft is published before it is retired (program version %)', OLD.id USING ERRCODE = 'KN001';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.status = 'PUBLISHED' AND NEW.status = 'RETIRED' AND NEW."retiredAt" IS NOT NULL
    AND to_jsonb(NEW) - ARRAY['status', 'retiredAt'] = to_jsonb(OLD) - ARRAY['status', 'retiredAt'] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'R1: a published version never changes (program version %)', OLD.id USING ERRCODE = 'KN001';
END
$$;

CREATE FUNCTION public.kunna_require_draft(version uuid) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_status public."VersionStatus";
BEGIN
  SELECT v.status INTO found_status FROM public."ProgramVersion" v WHERE v.id = version FOR SHARE;
  IF found_status <> 'DRAFT' THEN
    RAISE EXCEPTION 'R1: the content of a published version never changes (program version %)', version USING ERRCODE = 'KN001';
  END IF;
END
$$;

CREATE FUNCTION public.kunna_guard_version_content() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM public.kunna_require_draft(OLD."versionId"); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM public.kunna_require_draft(NEW."versionId");
  RETURN NEW;
END
$$;

-- Else a draft's requirement could be hung on a module of a published version.
CREATE FUNCTION public.kunna_guard_requirement_module() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (SELECT m."versionId" FROM public."Module" m WHERE m.id = NEW."moduleId") IS DISTINCT FROM NEW."versionId" THEN
    RAISE EXCEPTION 'R1: a requirement and its module are of the same version (requirement %)', NEW.id USING ERRCODE = 'KN001';
  END IF;
  RETURN NEW;
END
$$;

-- When the module itself is deleted, its own trigger has decided, and it is no longer found here.
CREATE FUNCTION public.kunna_guard_module_competency() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM public.kunna_require_draft(m."versionId") FROM public."Module" m WHERE m.id = OLD."moduleId";
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM public.kunna_require_draft(m."versionId") FROM public."Module" m WHERE m.id = NEW."moduleId";
  RETURN NEW;
END
$$;

-- R3: a submitted revision stays as it was submitted. A new one is added without submittedAt, gets its files, and is
-- submitted by setting submittedAt.
CREATE FUNCTION public.kunna_guard_revision() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD."submittedAt" IS NOT NULL AND NOT (TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD) THEN
    RAISE EXCEPTION 'R3: a submitted revision never changes (evidence revision %)', OLD.id USING ERRCODE = 'KN001';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION public.kunna_require_unsubmitted(revision uuid) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  submitted timestamptz;
BEGIN
  SELECT r."submittedAt" INTO submitted FROM public."EvidenceRevision" r WHERE r.id = revision FOR SHARE;
  IF submitted IS NOT NULL THEN
    RAISE EXCEPTION 'R3: the files of a submitted revision never change (evidence revision %)', revision USING ERRCODE = 'KN001';
  END IF;
END
$$;

CREATE FUNCTION public.kunna_guard_revision_file() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM public.kunna_require_unsubmitted(OLD."revisionId"); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM public.kunna_require_unsubmitted(NEW."revisionId");
  RETURN NEW;
END
$$;

CREATE FUNCTION public.kunna_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% rows never change', TG_TABLE_NAME USING ERRCODE = 'KN001';
END
$$;

-- R13: the relay gives an event its position, once.
CREATE FUNCTION public.kunna_guard_event() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.position IS NULL AND NEW.position IS NOT NULL
    AND to_jsonb(NEW) - 'position' = to_jsonb(OLD) - 'position' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'R13: an event never changes (event %)', OLD.id USING ERRCODE = 'KN001';
END
$$;

CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."ProgramVersion"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_version();
CREATE TRIGGER kunna_immutable BEFORE INSERT OR UPDATE OR DELETE ON public."Module"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_version_content();
CREATE TRIGGER kunna_immutable BEFORE INSERT OR UPDATE OR DELETE ON public."Requirement"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_version_content();
CREATE TRIGGER kunna_same_version BEFORE INSERT OR UPDATE ON public."Requirement"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_requirement_module();
CREATE TRIGGER kunna_immutable BEFORE INSERT OR UPDATE OR DELETE ON public."ModuleCompetency"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_module_competency();
CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."EvidenceRevision"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_revision();
CREATE TRIGGER kunna_immutable BEFORE INSERT OR UPDATE OR DELETE ON public."EvidenceRevisionFile"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_revision_file();
CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."Review"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_refuse_change();
CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."Certificate"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_refuse_change();
CREATE TRIGGER kunna_immutable BEFORE UPDATE OR DELETE ON public."Event"
  FOR EACH ROW EXECUTE FUNCTION public.kunna_guard_event();

-- TRUNCATE fires no row trigger.
CREATE TRIGGER kunna_no_truncate BEFORE TRUNCATE ON public."Review"
  FOR EACH STATEMENT EXECUTE FUNCTION public.kunna_refuse_change();
CREATE TRIGGER kunna_no_truncate BEFORE TRUNCATE ON public."Certificate"
  FOR EACH STATEMENT EXECUTE FUNCTION public.kunna_refuse_change();
CREATE TRIGGER kunna_no_truncate BEFORE TRUNCATE ON public."Event"
  FOR EACH STATEMENT EXECUTE FUNCTION public.kunna_refuse_change();
