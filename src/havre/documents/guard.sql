-- What nobody may do to a document, whoever holds its row (decision 28).

-- A document keeps its kind, its origin and its case; its state only goes forward; what is removed
-- stays removed, and a document never becomes readable without having waited or been scanned.
CREATE OR REPLACE FUNCTION havre.guard_document() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.brought_by_id IS DISTINCT FROM havre.acting()
       AND current_user <> pg_get_userbyid(
             (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID)) THEN
      RAISE EXCEPTION 'a document is brought in one''s own name'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.kind, NEW.brought_by_id, NEW.brought_by_user_id, NEW.brought_at, NEW.case_id)
     IS DISTINCT FROM (OLD.kind, OLD.brought_by_id, OLD.brought_by_user_id, OLD.brought_at, OLD.case_id) THEN
    RAISE EXCEPTION 'a document keeps its origin' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.dated_on IS DISTINCT FROM OLD.dated_on AND NEW.dated_on IS NOT NULL THEN
    RAISE EXCEPTION 'a document keeps its date' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.stored_as <> OLD.stored_as AND NEW.stored_as <> '' THEN
    RAISE EXCEPTION 'a document keeps its object' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state <> OLD.state AND NOT (
       NEW.state = 'REMOVED'
    OR (OLD.state = 'QUARANTINE' AND NEW.state IN ('READY', 'INFECTED', 'LOST'))
    OR (OLD.state = 'READY' AND NEW.state = 'LOST'))
    OR (OLD.state = 'REMOVED' AND NEW.state <> 'REMOVED') THEN
    RAISE EXCEPTION 'a document does not go back' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

DO $$
DECLARE place text;
BEGIN
  FOREACH place IN ARRAY ARRAY['identity', 'household', 'resources', 'need', 'safety', 'place',
                               'social', 'legal', 'medical', 'psychological'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS havre_guard_document ON public.documents_%sdocument', place);
    EXECUTE format('CREATE TRIGGER havre_guard_document BEFORE INSERT OR UPDATE ON
      public.documents_%sdocument FOR EACH ROW EXECUTE FUNCTION havre.guard_document()', place);
  END LOOP;
END $$;

-- Which of these objects belong to no row: for the sweep, which has been given their names by the
-- store. It tells nothing of the others, not even how many there are.
CREATE OR REPLACE FUNCTION havre.unowned_objects(names text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE place text; taken text[]; found text[] := '{}';
BEGIN
  FOREACH place IN ARRAY ARRAY['identity', 'household', 'resources', 'need', 'safety', 'place',
                               'social', 'legal', 'medical', 'psychological'] LOOP
    EXECUTE format('SELECT coalesce(array_agg(stored_as), ''{}'') FROM public.documents_%sdocument
      WHERE stored_as = ANY ($1) AND stored_as <> ''''', place) INTO taken USING names;
    found := found || taken;
  END LOOP;
  RETURN ARRAY(SELECT n FROM unnest(names) n WHERE n <> ALL (found));
END $$;
REVOKE ALL ON FUNCTION havre.guard_document(), havre.unowned_objects(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.unowned_objects(text[]) TO havre_web, havre_jobs;
