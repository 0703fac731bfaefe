-- A validated version of an assessment never changes: not by an action, not by any query of the
-- serving roles. Only the owner (migrations, erasure) and the triggers that keep the authorised
-- organisations may touch it.
CREATE OR REPLACE FUNCTION havre.keep_validated() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  of_version uuid := CASE WHEN TG_ARGV[0] = 'id' THEN OLD.id
                       ELSE (to_jsonb(OLD) ->> TG_ARGV[0])::uuid END;
  frozen boolean;
BEGIN
  IF current_user = pg_get_userbyid(
       (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID)) THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  SELECT a.status = 'VALIDATED' INTO frozen FROM public.assessments_assessment a
   WHERE a.id = of_version;
  IF frozen THEN
    RAISE EXCEPTION 'a validated assessment never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

DO $$
DECLARE place text[];
BEGIN
  FOREACH place SLICE 1 IN ARRAY ARRAY[
    ['assessments_assessment', 'id'],
    ['assessments_householdmember', 'assessment_id'],
    ['assessments_resourcessummary', 'assessment_id'],
    ['assessments_resourcesdetail', 'assessment_id'],
    ['assessments_housingneed', 'assessment_id'],
    ['assessments_safetyplan', 'assessment_id']
  ] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS havre_keep_validated ON public.%I', place[1]);
    EXECUTE format(
      'CREATE TRIGGER havre_keep_validated BEFORE UPDATE OR DELETE ON public.%I FOR EACH ROW '
      'EXECUTE FUNCTION havre.keep_validated(%L)', place[1], place[2]);
  END LOOP;
END $$;
