-- Erasing a case: by the jobs alone, in its keeper's name, when its time is over and nobody holds
-- it. Run as the owner after the policies; idempotent. The bounds are the least a programme may
-- choose (retention/rules.py, a test compares): a wrong setting erases nothing too early.
CREATE OR REPLACE FUNCTION havre.last_contact(of_case uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT greatest((c.created_at AT TIME ZONE 'Europe/Paris')::date,
                  (c.stage_since AT TIME ZONE 'Europe/Paris')::date, c.ended_on,
                  (SELECT max(e."on") FROM public.cases_caseevent e WHERE e.case_id = c.id))
    FROM public.cases_case c WHERE c.id = of_case AND c.steward_id = havre.acting()
$$;

CREATE OR REPLACE FUNCTION havre.erase_case(of_case uuid, letting text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  it record;
  place record;
  age int;
  today date;
BEGIN
  SELECT c.stage, c.ended_on INTO it FROM public.cases_case c
   WHERE c.id = of_case AND c.steward_id = havre.acting() FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only its keeper erases a case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(of_case::text, 0));
  today := (now() AT TIME ZONE 'Europe/Paris')::date;
  age := today - havre.last_contact(of_case);
  IF EXISTS (SELECT FROM public.retention_legalhold h WHERE h.case_id = of_case
              AND (h.until IS NULL OR h.until >= today))
     OR NOT coalesce(CASE
       WHEN it.stage = 'DRAFT' THEN age >= 30
       WHEN it.stage = 'NOT_ADMITTED' THEN age >= 90
       WHEN it.ended_on IS NOT NULL OR it.stage = 'HOUSED' THEN age >= 365
       ELSE false END, false) THEN
    RAISE EXCEPTION 'the time of this case is not over' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM havre.keep_past_facts(of_case, letting);
  -- Every table that points to a case, a new one as well: nothing of her is forgotten here.
  FOR place IN
    SELECT t.conrelid::regclass AS name, a.attname AS key FROM pg_catalog.pg_constraint t
      JOIN pg_catalog.pg_attribute a ON a.attrelid = t.conrelid AND a.attnum = t.conkey[1]
     WHERE t.contype = 'f' AND t.confrelid = 'public.cases_case'::regclass
  LOOP
    EXECUTE format('DELETE FROM %s WHERE %I = $1', place.name, place.key) USING of_case;
  END LOOP;
  DELETE FROM public.cases_case WHERE id = of_case;
END $$;

-- A plan goes whole, with the lines of cases its keeper may not read any more: by the jobs alone, in
-- its keeper's name, when its time is over. False, and all of it stays, as long as a file kept beyond
-- its time is in it.
CREATE OR REPLACE FUNCTION havre.drop_plan(of_run uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  made timestamptz;
BEGIN
  SELECT r.made_at INTO made FROM public.matching_planrun r
   WHERE r.id = of_run AND r.organisation_id = havre.acting() FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only its keeper erases a plan' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF made > now() - interval '365 days' THEN
    RAISE EXCEPTION 'the time of this plan is not over' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF EXISTS (SELECT FROM public.matching_planline l
               JOIN public.retention_legalhold h ON h.case_id = l.case_id
              WHERE l.run_id = of_run
                AND (h.until IS NULL OR h.until >= (now() AT TIME ZONE 'Europe/Paris')::date)) THEN
    RETURN false;
  END IF;
  DELETE FROM public.matching_planchoice WHERE run_id = of_run;
  DELETE FROM public.matching_planline WHERE run_id = of_run;
  DELETE FROM public.matching_planrun WHERE id = of_run;
  RETURN true;
END $$;

REVOKE ALL ON FUNCTION havre.last_contact(uuid), havre.erase_case(uuid, text[]),
  havre.drop_plan(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.drop_plan(uuid) TO havre_jobs;
GRANT EXECUTE ON FUNCTION havre.last_contact(uuid) TO havre_web, havre_jobs;
GRANT EXECUTE ON FUNCTION havre.erase_case(uuid, text[]) TO havre_jobs;
