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
