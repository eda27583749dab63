-- Tenancy. The program works as the role kunna_app, which row-level security holds to one organisation: that of the
-- setting app.organisation, set for each transaction. The owner of the tables is not held (no FORCE): migrations, the
-- relay and what has no organisation yet run as the owner.

-- A role belongs to the whole cluster: another database, migrated at the same time, may make it between our look and ours.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'kunna_app') THEN
    CREATE ROLE kunna_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;

-- So that an owner who is not superuser may take the role. Two databases that grant at once collide in the same row.
DO $$
BEGIN
  FOR attempt IN 1..5 LOOP
    BEGIN
      GRANT kunna_app TO CURRENT_USER;
      RETURN;
    EXCEPTION
      WHEN insufficient_privilege THEN
        IF pg_catalog.pg_has_role(CURRENT_USER, 'kunna_app', 'MEMBER') THEN RETURN; END IF;
        RAISE;
      WHEN unique_violation OR internal_error THEN
        IF attempt = 5 THEN RAISE; END IF;
        PERFORM pg_catalog.pg_sleep(0.05 * attempt);
    END;
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA public TO kunna_app;

-- The body is parsed now, so no search_path can turn its names; without SET it can be inlined into each policy.
CREATE FUNCTION public.kunna_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(pg_catalog.current_setting('app.organisation', true), '')::uuid;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'Person', 'Team', 'TeamMember', 'AccessToken',
    'Framework', 'FrameworkLevel', 'Competency',
    'Program', 'ProgramVersion', 'Module', 'ModuleCompetency', 'Requirement',
    'Enrolment',
    'Evidence', 'EvidenceRequirement', 'EvidenceRevision', 'EvidenceFile', 'EvidenceRevisionFile', 'Review',
    'Certificate', 'SigningKey',
    'Event', 'Feed'
  ] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON public.%I USING ("organisationId" = public.kunna_organisation()) WITH CHECK ("organisationId" = public.kunna_organisation())',
      name
    );
    EXECUTE format('GRANT SELECT ON public.%I TO kunna_app', name);
  END LOOP;
END
$$;

ALTER TABLE public."Organisation" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public."Organisation" USING (id = public.kunna_organisation()) WITH CHECK (id = public.kunna_organisation());
GRANT SELECT ON public."Organisation" TO kunna_app;

-- What commands write. An organisation is made by the system, and the relay keeps Feed.
GRANT INSERT ON
  public."Person", public."Team", public."TeamMember", public."AccessToken",
  public."Framework", public."FrameworkLevel", public."Competency",
  public."Program", public."ProgramVersion", public."Module", public."ModuleCompetency", public."Requirement",
  public."Enrolment",
  public."Evidence", public."EvidenceRequirement", public."EvidenceRevision", public."EvidenceFile",
  public."EvidenceRevisionFile", public."Review",
  public."Certificate", public."SigningKey",
  public."Event"
TO kunna_app;
GRANT USAGE ON SEQUENCE public."Event_sequence_seq" TO kunna_app;

-- What changes. No row ever moves: ids, organisations and parents are left out everywhere. Event, Review, Certificate
-- and EvidenceFile are only ever added to.
GRANT UPDATE (name, email, roles) ON public."Person" TO kunna_app;
GRANT UPDATE (key, name, "managerId") ON public."Team" TO kunna_app;
GRANT UPDATE ("revokedAt") ON public."AccessToken" TO kunna_app;
GRANT UPDATE (key, title, version, publisher, source, licence, attribution, "importedAt") ON public."Framework" TO kunna_app;
GRANT UPDATE (key, name, description, rank) ON public."FrameworkLevel" TO kunna_app;
GRANT UPDATE ("parentId", "levelId", code, type, label, description, tags, position) ON public."Competency" TO kunna_app;
GRANT UPDATE (status, title, summary, path, policy, waiver, "publishedAt", "publishedById", "retiredAt") ON public."ProgramVersion" TO kunna_app;
GRANT UPDATE (key, title, summary, "effortMinutes", credits, "prerequisiteKeys", position) ON public."Module" TO kunna_app;
GRANT UPDATE ("moduleId", key, revision, kind, title, instructions, prompts, "passMark", freshness, position) ON public."Requirement" TO kunna_app;
GRANT UPDATE (status, "endedAt") ON public."Enrolment" TO kunna_app;
GRANT UPDATE (status, "submittedAt", "decidedAt") ON public."Evidence" TO kunna_app;
GRANT UPDATE (text, links, score, "performedOn", provenance, "submittedById", "submittedAt") ON public."EvidenceRevision" TO kunna_app;
GRANT UPDATE ("retiredAt") ON public."SigningKey" TO kunna_app;

-- Drafts, and who is in a team.
GRANT DELETE ON
  public."Module", public."ModuleCompetency", public."Requirement",
  public."EvidenceRequirement", public."EvidenceRevisionFile", public."TeamMember"
TO kunna_app;
