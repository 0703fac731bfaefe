-- Whoever ceases to read an identity can no longer find it, from the same statement on.
CREATE OR REPLACE FUNCTION havre.drop_lost_digests() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM public.platform_identitydigest d USING changed c
   WHERE c.compartment = 'IDENTITY' AND d.case_id = c.case_id
     AND d.organisation_id = c.organisation_id
     AND NOT EXISTS (
       SELECT 1 FROM public.platform_share s
        WHERE s.case_id = d.case_id AND s.organisation_id = d.organisation_id
          AND s.compartment = 'IDENTITY' AND s.reads AND s.closed_at IS NULL);
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS havre_digests_update ON public.platform_share;
CREATE TRIGGER havre_digests_update AFTER UPDATE ON public.platform_share
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION havre.drop_lost_digests();
DROP TRIGGER IF EXISTS havre_digests_delete ON public.platform_share;
CREATE TRIGGER havre_digests_delete AFTER DELETE ON public.platform_share
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION havre.drop_lost_digests();
REVOKE ALL ON FUNCTION havre.drop_lost_digests() FROM PUBLIC;

-- A signal is written in one's own name, and stays as it was written; only that it was read is said
-- afterwards, once.
CREATE OR REPLACE FUNCTION havre.guard_signal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF (NEW.organisation_id, NEW.by_id, NEW.seen_at IS NULL)
       IS DISTINCT FROM (havre.acting(), havre.person(), true)
       AND current_user <> pg_get_userbyid(
             (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID)) THEN
      RAISE EXCEPTION 'a signal is written in one''s own name'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.case_id, NEW.payload, NEW.organisation_id, NEW.by_id, NEW.signalled_at)
     IS DISTINCT FROM (OLD.case_id, OLD.payload, OLD.organisation_id, OLD.by_id, OLD.signalled_at)
     OR (OLD.seen_at IS NOT NULL AND NEW.seen_at IS DISTINCT FROM OLD.seen_at) THEN
    RAISE EXCEPTION 'a signal stays as it was written' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS havre_guard_signal ON public.cases_safetysignal;
CREATE TRIGGER havre_guard_signal BEFORE INSERT OR UPDATE ON public.cases_safetysignal
  FOR EACH ROW EXECUTE FUNCTION havre.guard_signal();
REVOKE ALL ON FUNCTION havre.guard_signal() FROM PUBLIC;
