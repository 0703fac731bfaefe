-- The indicators, counted beside the rows: figures go out, rows do not. Run as the owner after the
-- policies; idempotent. An organisation counts the cases it keeps, and no others.

-- What is counted of a lease, all in one place. No serving role reads it; it is written by triggers.
CREATE TABLE IF NOT EXISTS havre.lease (
  tenancy_id uuid PRIMARY KEY, case_id uuid NOT NULL, keeper_id bigint NOT NULL,
  programme_id bigint NOT NULL, signed_on date NOT NULL, landlord_id bigint NOT NULL,
  holder_id bigint, commune_id text NOT NULL, origin_id bigint, referring_id bigint
);
CREATE INDEX IF NOT EXISTS lease_of_case ON havre.lease (case_id);
CREATE INDEX IF NOT EXISTS lease_counted ON havre.lease (keeper_id, programme_id, signed_on)
  INCLUDE (landlord_id, holder_id, commune_id, origin_id, referring_id);

-- Write the leases of one case as its rows now say; of every case when none is named.
CREATE OR REPLACE FUNCTION havre.write_leases(of_case uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  IF of_case IS NOT NULL THEN  -- one at a time, each reading what the one before has written
    PERFORM pg_advisory_xact_lock(hashtextextended(of_case::text, 1));
  END IF;
  DELETE FROM havre.lease l WHERE (of_case IS NULL OR l.case_id = of_case)
     AND NOT EXISTS (SELECT 1 FROM public.allocations_tenancy t WHERE t.id = l.tenancy_id);
  INSERT INTO havre.lease AS kept
  SELECT t.id, t.case_id, c.steward_id, c.programme_id, t.lease_signed_on, t.landlord_id,
         t.holder_id, t.commune_id, r.origin_landlord_id, r.referring_organisation_id
    FROM public.allocations_tenancy t
    JOIN public.cases_case c ON c.id = t.case_id
    LEFT JOIN public.cases_referral r ON r.case_id = t.case_id
   WHERE of_case IS NULL OR t.case_id = of_case
  ON CONFLICT (tenancy_id) DO UPDATE SET
    (case_id, keeper_id, programme_id, signed_on, landlord_id, holder_id, commune_id, origin_id,
     referring_id) = ROW (excluded.case_id, excluded.keeper_id, excluded.programme_id,
     excluded.signed_on, excluded.landlord_id, excluded.holder_id, excluded.commune_id,
     excluded.origin_id, excluded.referring_id)
   WHERE kept IS DISTINCT FROM excluded;
END $$;

CREATE OR REPLACE FUNCTION havre.follow_lease() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM havre.lease;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM havre.write_leases((to_jsonb(OLD) ->> TG_ARGV[0])::uuid);
  ELSE
    PERFORM havre.write_leases((to_jsonb(NEW) ->> TG_ARGV[0])::uuid);
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS havre_follow ON public.allocations_tenancy;
CREATE TRIGGER havre_follow AFTER INSERT OR DELETE
  OR UPDATE OF lease_signed_on, landlord_id, holder_id, commune_id
  ON public.allocations_tenancy FOR EACH ROW EXECUTE FUNCTION havre.follow_lease('case_id');
DROP TRIGGER IF EXISTS havre_follow_truncate ON public.allocations_tenancy;
CREATE TRIGGER havre_follow_truncate AFTER TRUNCATE ON public.allocations_tenancy
  FOR EACH STATEMENT EXECUTE FUNCTION havre.follow_lease();
DROP TRIGGER IF EXISTS havre_follow ON public.cases_referral;
CREATE TRIGGER havre_follow AFTER INSERT OR DELETE
  OR UPDATE OF origin_landlord_id, referring_organisation_id
  ON public.cases_referral FOR EACH ROW EXECUTE FUNCTION havre.follow_lease('case_id');
DROP TRIGGER IF EXISTS havre_follow ON public.cases_case;
CREATE TRIGGER havre_follow AFTER UPDATE OF steward_id, programme_id
  ON public.cases_case FOR EACH ROW EXECUTE FUNCTION havre.follow_lease('id');

-- How many cases an organisation admitted each day, by pathway. Counted again, never added to: a
-- day is locked, and counted from its cases as they are after whoever had the lock.
CREATE TABLE IF NOT EXISTS havre.admission_day (
  keeper_id bigint, programme_id bigint, day date, pathway text, number bigint NOT NULL,
  PRIMARY KEY (keeper_id, programme_id, day, pathway)
);
CREATE OR REPLACE FUNCTION havre.write_admissions(keeper bigint, of_programme bigint, of_day date)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF of_day IS NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(
    hashtextextended(format('admissions %s %s %s', keeper, of_programme, of_day), 2));
  DELETE FROM havre.admission_day a
   WHERE a.keeper_id = keeper AND a.programme_id = of_programme AND a.day = of_day;
  INSERT INTO havre.admission_day
  SELECT keeper, of_programme, of_day, c.pathway, count(*) FROM public.cases_case c
   WHERE c.steward_id = keeper AND c.programme_id = of_programme AND c.admitted_on = of_day
   GROUP BY c.pathway;
END $$;

CREATE OR REPLACE FUNCTION havre.follow_admission() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM havre.admission_day;
    DELETE FROM havre.past_fact;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    PERFORM havre.write_admissions(OLD.steward_id, OLD.programme_id, OLD.admitted_on);
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    PERFORM havre.write_admissions(NEW.steward_id, NEW.programme_id, NEW.admitted_on);
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS havre_admission ON public.cases_case;
CREATE TRIGGER havre_admission AFTER INSERT OR DELETE ON public.cases_case
  FOR EACH ROW EXECUTE FUNCTION havre.follow_admission();
DROP TRIGGER IF EXISTS havre_admission_moved ON public.cases_case;
CREATE TRIGGER havre_admission_moved AFTER UPDATE ON public.cases_case FOR EACH ROW
  WHEN ((OLD.steward_id, OLD.programme_id, OLD.admitted_on, OLD.pathway)
    IS DISTINCT FROM (NEW.steward_id, NEW.programme_id, NEW.admitted_on, NEW.pathway))
  EXECUTE FUNCTION havre.follow_admission();
DROP TRIGGER IF EXISTS havre_admission_truncate ON public.cases_case;
CREATE TRIGGER havre_admission_truncate AFTER TRUNCATE ON public.cases_case
  FOR EACH STATEMENT EXECUTE FUNCTION havre.follow_admission();

-- All of it anew: at each synchronisation, and after rows written without their triggers.
CREATE OR REPLACE FUNCTION havre.recount() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM havre.write_leases(NULL);
  DELETE FROM havre.admission_day;
  INSERT INTO havre.admission_day
  SELECT c.steward_id, c.programme_id, c.admitted_on, c.pathway, count(*)
    FROM public.cases_case c WHERE c.admitted_on IS NOT NULL GROUP BY 1, 2, 3, 4;
END $$;
SELECT havre.recount();

-- What remains of erased cases: counts by month, each fact apart from the others, so that no line
-- tells two things of one woman. Months stand at their first day.
CREATE TABLE IF NOT EXISTS havre.past_fact (
  keeper_id bigint, programme_id bigint, month date, fact text, value text, number bigint NOT NULL,
  PRIMARY KEY (keeper_id, programme_id, fact, month, value)
);
CREATE OR REPLACE FUNCTION havre.keep_past_facts(of_case uuid, letting text[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO havre.past_fact AS kept
  SELECT c.steward_id, c.programme_id, date_trunc('month', f."on")::date, f.fact, f.value, count(*)
    FROM public.cases_case c
    LEFT JOIN LATERAL (
      SELECT l.*, CASE coalesce(l.origin_id, CASE WHEN EXISTS (
                     SELECT FROM public.programmes_participation p
                      WHERE p.programme_id = l.programme_id AND p.organisation_id = l.referring_id
                        AND p.role = ANY (letting)) THEN l.referring_id END) = l.landlord_id
               WHEN true THEN 'SAME' WHEN false THEN 'OTHER' ELSE 'NONE' END AS compared
        FROM havre.lease l WHERE l.case_id = c.id) l ON true
    CROSS JOIN LATERAL (VALUES
      ('ADMITTED', c.admitted_on, c.pathway),
      ('ENDED', CASE WHEN c.admitted_on IS NOT NULL
                     THEN coalesce(c.ended_on,
                                   (c.stage_since AT TIME ZONE 'Europe/Paris')::date) END, ''),
      ('LANDLORD', l.signed_on, l.landlord_id::text),
      ('HOLDER', l.signed_on, coalesce(l.holder_id::text, '')),
      ('COMMUNE', l.signed_on, l.commune_id),
      ('COMPARED', l.signed_on, l.compared),
      ('GIVEN', CASE l.compared WHEN 'OTHER' THEN l.signed_on END,
                coalesce(l.origin_id, l.referring_id)::text),
      ('RECEIVED', CASE l.compared WHEN 'OTHER' THEN l.signed_on END, l.landlord_id::text)
    ) AS f (fact, "on", value)
   WHERE c.id = of_case AND f."on" IS NOT NULL GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (keeper_id, programme_id, fact, month, value)
    DO UPDATE SET number = kept.number + excluded.number
$$;

-- The cases an organisation keeps that are kept from the acting person: she counts what she can
-- open, so that her figures and the cases behind them agree. A count made in another organisation's
-- name (the funders' releases) is of all of them: one release says one figure, whoever opens it.
CREATE OR REPLACE FUNCTION havre.kept_from_me(of_programme bigint) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(w.case_id), '{}') FROM havre.wall w
    JOIN public.cases_case c ON c.id = w.case_id
   WHERE havre.person() >= 0 AND c.steward_id = havre.acting() AND c.programme_id = of_programme
     AND NOT havre.passes(w.walls, havre.person(), havre.acting()) $$;

-- I1: how many cases were admitted in a period, by pathway, and (pathway NULL) how many were open
-- at some time in it: those admitted by its end, less those that had ended before its start.
CREATE OR REPLACE FUNCTION havre.count_cases(of_programme bigint, first_day date, last_day date)
RETURNS TABLE (pathway text, number bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  me bigint := havre.acting();
  hidden uuid[] := havre.kept_from_me(of_programme);
BEGIN
  RETURN QUERY
  SELECT f.pathway, sum(f.number)::bigint FROM (
    SELECT a.pathway, a.number FROM havre.admission_day a
     WHERE a.keeper_id = me AND a.programme_id = of_programme
       AND a.day BETWEEN first_day AND last_day
    UNION ALL
    SELECT c.pathway, -1 FROM public.cases_case c
     WHERE c.id = ANY (hidden) AND c.admitted_on BETWEEN first_day AND last_day
    UNION ALL
    SELECT p.value, p.number FROM havre.past_fact p
     WHERE p.keeper_id = me AND p.programme_id = of_programme AND p.fact = 'ADMITTED'
       AND p.month BETWEEN first_day AND last_day) f
   GROUP BY f.pathway HAVING sum(f.number) > 0;
  RETURN QUERY
  SELECT NULL, (SELECT coalesce(sum(a.number), 0)::bigint FROM havre.admission_day a
                 WHERE a.keeper_id = me AND a.programme_id = of_programme AND a.day <= last_day)
             - (SELECT count(*) FROM public.cases_case c
                 WHERE c.steward_id = me AND c.programme_id = of_programme
                   AND c.ended_on < first_day AND c.admitted_on <= last_day)
             + (SELECT coalesce(sum(CASE p.fact WHEN 'ADMITTED' THEN p.number
                                                ELSE -p.number END), 0)::bigint
                  FROM havre.past_fact p
                 WHERE p.keeper_id = me AND p.programme_id = of_programme
                   AND (p.fact = 'ADMITTED' AND p.month <= last_day
                     OR p.fact = 'ENDED' AND p.month < first_day))
             - (SELECT count(*) FROM public.cases_case c
                 WHERE c.id = ANY (hidden) AND c.admitted_on <= last_day
                   AND (c.ended_on IS NULL OR c.ended_on >= first_day));
END $$;

-- I2 and I3: how many leases were signed in a period, once by landlord, once by holder, once by
-- commune, once by how the landlord compares with the reference one; `part` says which: 7, 11, 13
-- and 14. The reference is the landlord of origin, else the organisation that referred her if it
-- has, or had, one of `letting` roles in the programme.
CREATE OR REPLACE FUNCTION havre.count_leases(
  of_programme bigint, first_day date, last_day date, letting text[]
) RETURNS TABLE (landlord bigint, holder bigint, commune text, reference text, part int,
                 number bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  me bigint := havre.acting();
  hidden uuid[] := havre.kept_from_me(of_programme);
  lets bigint[] := ARRAY(SELECT DISTINCT p.organisation_id FROM public.programmes_participation p
                          WHERE p.programme_id = of_programme AND p.role = ANY (letting));
BEGIN
  RETURN QUERY
  SELECT f.landlord_id, f.holder_id, f.commune_id, f.compared,
         GROUPING(f.landlord_id, f.holder_id, f.commune_id, f.compared), sum(f.one)::bigint
    FROM (
      SELECT l.landlord_id, l.holder_id, l.commune_id,
             CASE coalesce(l.origin_id, CASE WHEN l.referring_id = ANY (lets)
                                             THEN l.referring_id END) = l.landlord_id
               WHEN true THEN 'SAME' WHEN false THEN 'OTHER' ELSE 'NONE' END AS compared, l.one
        FROM (
          SELECT k.landlord_id, k.holder_id, k.commune_id, k.origin_id, k.referring_id, 1 AS one
            FROM havre.lease k
           WHERE k.keeper_id = me AND k.programme_id = of_programme
             AND k.signed_on BETWEEN first_day AND last_day
          UNION ALL
          SELECT k.landlord_id, k.holder_id, k.commune_id, k.origin_id, k.referring_id, -1
            FROM havre.lease k
           WHERE k.case_id = ANY (hidden) AND k.signed_on BETWEEN first_day AND last_day
        ) l
    ) f
   GROUP BY GROUPING SETS ((f.landlord_id), (f.holder_id), (f.commune_id), (f.compared))
  HAVING sum(f.one) > 0;
  RETURN QUERY
  SELECT CASE WHEN p.fact = 'LANDLORD' THEN p.value::bigint END,
         CASE WHEN p.fact = 'HOLDER' THEN nullif(p.value, '')::bigint END,
         CASE WHEN p.fact = 'COMMUNE' THEN p.value END,
         CASE WHEN p.fact = 'COMPARED' THEN p.value END,
         CASE p.fact WHEN 'LANDLORD' THEN 7 WHEN 'HOLDER' THEN 11 WHEN 'COMMUNE' THEN 13
                     ELSE 14 END,
         p.number
    FROM havre.past_fact p
   WHERE p.keeper_id = me AND p.programme_id = of_programme
     AND p.fact IN ('LANDLORD', 'HOLDER', 'COMMUNE', 'COMPARED')
     AND p.month BETWEEN first_day AND last_day;
END $$;

-- Between landlords, by landlord: whom each housed (HOUSED), the women of others it housed (RECEIVED),
-- its own whom others housed (GIVEN). The same reference landlord as I3: GIVEN and RECEIVED both sum
-- to it. Of the cases the acting organisation keeps, less those kept from the acting person.
CREATE OR REPLACE FUNCTION havre.count_between(
  of_programme bigint, first_day date, last_day date, letting text[]
) RETURNS TABLE (organisation bigint, fact text, number bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  me bigint := havre.acting();
  hidden uuid[] := havre.kept_from_me(of_programme);
  lets bigint[] := ARRAY(SELECT DISTINCT p.organisation_id FROM public.programmes_participation p
                          WHERE p.programme_id = of_programme AND p.role = ANY (letting));
BEGIN
  RETURN QUERY
  SELECT f.one_of, f.what, sum(f.number)::bigint FROM (
    SELECT v.one_of, v.what, 1::bigint AS number
      FROM (SELECT k.landlord_id, coalesce(k.origin_id, CASE WHEN k.referring_id = ANY (lets)
                                                             THEN k.referring_id END) AS reference
              FROM havre.lease k
             WHERE k.keeper_id = me AND k.programme_id = of_programme
               AND k.signed_on BETWEEN first_day AND last_day
               AND NOT k.case_id = ANY (hidden)) l
     CROSS JOIN LATERAL (VALUES
       ('HOUSED', l.landlord_id),
       ('RECEIVED', CASE WHEN l.reference <> l.landlord_id THEN l.landlord_id END),
       ('GIVEN', CASE WHEN l.reference <> l.landlord_id THEN l.reference END)
     ) AS v (what, one_of)
    UNION ALL
    SELECT p.value::bigint, CASE p.fact WHEN 'LANDLORD' THEN 'HOUSED' ELSE p.fact END, p.number
      FROM havre.past_fact p
     WHERE p.keeper_id = me AND p.programme_id = of_programme
       AND p.fact IN ('LANDLORD', 'GIVEN', 'RECEIVED')
       AND p.month BETWEEN first_day AND last_day) f
   WHERE f.one_of IS NOT NULL GROUP BY 1, 2;
END $$;

REVOKE ALL ON FUNCTION havre.count_between(bigint, date, date, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.count_between(bigint, date, date, text[]) TO havre_web, havre_jobs;
REVOKE ALL ON FUNCTION havre.write_leases(uuid), havre.follow_lease(),
  havre.write_admissions(bigint, bigint, date), havre.follow_admission(), havre.recount(),
  havre.keep_past_facts(uuid, text[]), havre.kept_from_me(bigint),
  havre.count_cases(bigint, date, date),
  havre.count_leases(bigint, date, date, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.count_cases(bigint, date, date),
  havre.count_leases(bigint, date, date, text[]) TO havre_web, havre_jobs;
