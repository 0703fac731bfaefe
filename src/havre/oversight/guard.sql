-- Alerts are the operator's: nobody else reads, raises or answers them.
ALTER TABLE public.oversight_accessalert ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.oversight_accessalert FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS havre_select ON public.oversight_accessalert;
DROP POLICY IF EXISTS havre_insert ON public.oversight_accessalert;
DROP POLICY IF EXISTS havre_update ON public.oversight_accessalert;
CREATE POLICY havre_select ON public.oversight_accessalert FOR SELECT TO havre_web, havre_jobs
  USING (operator_id = (SELECT havre.acting()));
CREATE POLICY havre_insert ON public.oversight_accessalert FOR INSERT TO havre_web, havre_jobs
  WITH CHECK (operator_id = (SELECT havre.acting()));
CREATE POLICY havre_update ON public.oversight_accessalert FOR UPDATE TO havre_web, havre_jobs
  USING (operator_id = (SELECT havre.acting())) WITH CHECK (operator_id = (SELECT havre.acting()));

-- Unusual access of one hour in a programme: kinds, people and numbers, never a case. Answers the
-- programme's operator only. Lines without a network were not asked for by a person at a page.
CREATE OR REPLACE FUNCTION havre.unusual_access(of_programme bigint, from_hour timestamptz)
RETURNS TABLE (kind text, organisation_id bigint, user_id bigint, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH rules AS (
    SELECT p.* FROM public.programmes_programme p WHERE p.id = of_programme AND EXISTS (
      SELECT 1 FROM public.programmes_participation o
       WHERE o.programme_id = p.id AND o.organisation_id = havre.acting()
         AND o.role = 'OPERATOR' AND o.active)
  ), lines AS (
    SELECT coalesce(e.behalf_of_id, e.organisation_id) AS own, e.user_id, e.action, e.case_id, e.at,
           e.subject
      FROM public.platform_journalentry e
     WHERE e.at >= from_hour AND e.at < from_hour + interval '1 hour' AND e.network <> ''
       AND EXISTS (SELECT 1 FROM public.programmes_participation o
                    WHERE o.programme_id = of_programme
                      AND o.organisation_id = coalesce(e.behalf_of_id, e.organisation_id))
  ), opened AS (
    SELECT l.own, l.user_id, count(DISTINCT l.case_id) AS cases, count(DISTINCT l.case_id) FILTER (
        WHERE CASE WHEN r.night_from > r.night_until
          THEN extract(hour FROM l.at AT TIME ZONE 'Europe/Paris') >= r.night_from
            OR extract(hour FROM l.at AT TIME ZONE 'Europe/Paris') < r.night_until
          ELSE extract(hour FROM l.at AT TIME ZONE 'Europe/Paris') >= r.night_from
           AND extract(hour FROM l.at AT TIME ZONE 'Europe/Paris') < r.night_until END) AS at_night
      FROM lines l, rules r
     WHERE l.action IN ('READ', 'FILE_OPENED', 'CANDIDACY_READ') GROUP BY l.own, l.user_id
  ), refused AS (
    SELECT l.own, l.user_id, count(*) AS times FROM lines l
     WHERE l.action IN ('PAGE_REFUSED', 'SEARCH_REFUSED', 'QUOTA_REACHED')
     GROUP BY l.own, l.user_id
  ), recused AS (
    SELECT l.own, l.user_id, count(*) AS times FROM lines l
      JOIN public.cases_case c ON c.reference = l.subject
     WHERE l.action = 'PAGE_REFUSED' AND EXISTS (
       SELECT 1 FROM public.sharing_recusal x WHERE x.case_id = c.id AND x.lifted_at IS NULL
          AND (x.user_id = l.user_id OR x.organisation_id = l.own))
     GROUP BY l.own, l.user_id
  ), exceptional AS (
    SELECT l.own, l.user_id, count(*) AS times FROM lines l
     WHERE l.action = 'EXCEPTIONAL_OPENED' GROUP BY l.own, l.user_id
  )
  SELECT 'MANY_CASES', o.own, o.user_id, o.cases FROM opened o, rules r
   WHERE o.cases > r.cases_per_hour
  UNION ALL SELECT 'NIGHT', o.own, o.user_id, o.at_night FROM opened o, rules r
   WHERE o.at_night > 0
  UNION ALL SELECT 'REFUSALS', f.own, f.user_id, f.times FROM refused f, rules r
   WHERE f.times >= r.refusals_per_hour
  UNION ALL SELECT 'RECUSED', q.own, q.user_id, q.times FROM recused q, rules r
  UNION ALL SELECT 'EXCEPTIONAL', x.own, x.user_id, x.times FROM exceptional x, rules r
$$;
-- The same for a whole day in Paris: whoever reads slowly stays below every hour's number.
CREATE OR REPLACE FUNCTION havre.unusual_day(of_programme bigint, of_day date)
RETURNS TABLE (kind text, organisation_id bigint, user_id bigint, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT 'MANY_IN_DAY', coalesce(e.behalf_of_id, e.organisation_id), e.user_id,
         count(DISTINCT e.case_id)
    FROM public.platform_journalentry e
    JOIN public.programmes_programme p ON p.id = of_programme
   WHERE e.at >= of_day::timestamp AT TIME ZONE 'Europe/Paris'
     AND e.at < (of_day + 1)::timestamp AT TIME ZONE 'Europe/Paris' AND e.network <> ''
     AND e.action IN ('READ', 'FILE_OPENED', 'CANDIDACY_READ')
     AND EXISTS (SELECT 1 FROM public.programmes_participation o
                  WHERE o.programme_id = of_programme AND o.organisation_id = havre.acting()
                    AND o.role = 'OPERATOR' AND o.active)
     AND EXISTS (SELECT 1 FROM public.programmes_participation o
                  WHERE o.programme_id = of_programme
                    AND o.organisation_id = coalesce(e.behalf_of_id, e.organisation_id))
   GROUP BY coalesce(e.behalf_of_id, e.organisation_id), e.user_id, p.cases_per_day
  HAVING count(DISTINCT e.case_id) > p.cases_per_day
$$;
REVOKE ALL ON FUNCTION havre.unusual_access(bigint, timestamptz),
  havre.unusual_day(bigint, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.unusual_access(bigint, timestamptz),
  havre.unusual_day(bigint, date) TO havre_web, havre_jobs;
