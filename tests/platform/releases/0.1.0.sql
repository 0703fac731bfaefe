-- Release 0.1.0 with two situations, invented; as dumped by PostgreSQL 15. Never edited.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA havre;
ALTER SCHEMA havre OWNER TO havre_owner;
-- *not* creating schema, since initdb creates it
ALTER SCHEMA public OWNER TO havre_owner;
CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
ALTER TYPE public.procrastinate_job_event_type OWNER TO havre_owner;
CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
ALTER TYPE public.procrastinate_job_status OWNER TO havre_owner;
CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
ALTER TYPE public.procrastinate_job_to_defer_v1 OWNER TO havre_owner;
CREATE FUNCTION havre.act(token text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE named bigint;
BEGIN
  PERFORM set_config('havre.token', coalesce(token, ''), true);
  named := havre.acting();
  IF named IS NULL THEN
    PERFORM set_config('havre.token', '', true);
    RAISE EXCEPTION 'acting token refused' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN named;
END $$;
ALTER FUNCTION havre.act(token text) OWNER TO havre_owner;
CREATE FUNCTION havre.acting() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ SELECT havre.token_part(2)::bigint $$;
ALTER FUNCTION havre.acting() OWNER TO havre_owner;
CREATE FUNCTION havre.authorised(of_case uuid, of_compartment text, of_scope uuid, OUT readers bigint[], OUT writers bigint[]) RETURNS record
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  SELECT coalesce(array_agg(DISTINCT s.organisation_id) FILTER (WHERE s.reads), '{}'),
         coalesce(array_agg(DISTINCT s.organisation_id) FILTER (WHERE s.writes), '{}')
  FROM public.platform_share s
  WHERE s.case_id = of_case AND s.compartment = of_compartment AND s.closed_at IS NULL
    AND (s.scope IS NULL OR s.scope = of_scope)
    AND pg_trigger_depth() > 0  -- answers the triggers only, never a person's query
$$;
ALTER FUNCTION havre.authorised(of_case uuid, of_compartment text, of_scope uuid, OUT readers bigint[], OUT writers bigint[]) OWNER TO havre_owner;
CREATE FUNCTION havre.count_cases(of_programme bigint, first_day date, last_day date) RETURNS TABLE(pathway text, number bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
DECLARE
  me bigint := havre.acting();
BEGIN
  RETURN QUERY
  SELECT a.pathway, sum(a.number)::bigint FROM havre.admission_day a
   WHERE a.keeper_id = me AND a.programme_id = of_programme
     AND a.day BETWEEN first_day AND last_day GROUP BY a.pathway;
  RETURN QUERY
  SELECT NULL, (SELECT coalesce(sum(a.number), 0)::bigint FROM havre.admission_day a
                 WHERE a.keeper_id = me AND a.programme_id = of_programme AND a.day <= last_day)
             - (SELECT count(*) FROM public.cases_case c
                 WHERE c.steward_id = me AND c.programme_id = of_programme
                   AND c.ended_on < first_day AND c.admitted_on <= last_day);
END $$;
ALTER FUNCTION havre.count_cases(of_programme bigint, first_day date, last_day date) OWNER TO havre_owner;
CREATE FUNCTION havre.count_leases(of_programme bigint, first_day date, last_day date, letting text[]) RETURNS TABLE(landlord bigint, holder bigint, commune text, reference text, part integer, number bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
DECLARE
  me bigint := havre.acting();
  lets bigint[] := ARRAY(SELECT DISTINCT p.organisation_id FROM public.programmes_participation p
                          WHERE p.programme_id = of_programme AND p.role = ANY (letting));
BEGIN
  RETURN QUERY
  SELECT f.landlord_id, f.holder_id, f.commune_id, f.compared,
         GROUPING(f.landlord_id, f.holder_id, f.commune_id, f.compared), count(*)
    FROM (
      SELECT l.landlord_id, l.holder_id, l.commune_id,
             CASE coalesce(l.origin_id, CASE WHEN l.referring_id = ANY (lets)
                                             THEN l.referring_id END) = l.landlord_id
               WHEN true THEN 'SAME' WHEN false THEN 'OTHER' ELSE 'NONE' END AS compared
        FROM havre.lease l
       WHERE l.keeper_id = me AND l.programme_id = of_programme
         AND l.signed_on BETWEEN first_day AND last_day
    ) f
   GROUP BY GROUPING SETS ((f.landlord_id), (f.holder_id), (f.commune_id), (f.compared));
END $$;
ALTER FUNCTION havre.count_leases(of_programme bigint, first_day date, last_day date, letting text[]) OWNER TO havre_owner;
CREATE FUNCTION havre.discard_draft(of_case uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
DECLARE place record;
BEGIN
  PERFORM 1 FROM public.cases_case WHERE id = of_case AND stage = 'DRAFT'
     AND steward_id = havre.acting() FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only the author discards a draft' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR place IN SELECT * FROM havre.case_table t WHERE t.key_column = 'case_id' LOOP
    EXECUTE format('DELETE FROM public.%I WHERE case_id = $1', place.name) USING of_case;
  END LOOP;
  DELETE FROM public.platform_identitydigest WHERE case_id = of_case;
  DELETE FROM public.platform_share WHERE case_id = of_case;
  DELETE FROM public.cases_case WHERE id = of_case;
END $_$;
ALTER FUNCTION havre.discard_draft(of_case uuid) OWNER TO havre_owner;
CREATE FUNCTION havre.follow_admission() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM havre.admission_day;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    PERFORM havre.write_admissions(OLD.steward_id, OLD.programme_id, OLD.admitted_on);
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    PERFORM havre.write_admissions(NEW.steward_id, NEW.programme_id, NEW.admitted_on);
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION havre.follow_admission() OWNER TO havre_owner;
CREATE FUNCTION havre.follow_lease() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
ALTER FUNCTION havre.follow_lease() OWNER TO havre_owner;
CREATE FUNCTION havre.guard_proposal() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
  keeps boolean;
  of_programme bigint;
BEGIN
  IF current_user = pg_get_userbyid(
       (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID)) THEN
    RETURN coalesce(NEW, OLD);  -- the owner's functions: shares spreading, a draft discarded
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a proposal is never removed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.vacancy_id, NEW.landlord_id, NEW.holder_id, NEW.reference, NEW.proposed_on,
      NEW.hold_until) IS DISTINCT FROM (OLD.vacancy_id, OLD.landlord_id, OLD.holder_id,
      OLD.reference, OLD.proposed_on, OLD.hold_until) THEN
    RAISE EXCEPTION 'what was proposed never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  keeps := havre.steward(OLD.case_id) = havre.acting();
  IF NEW.status = OLD.status THEN
    IF NOT keeps AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) THEN
      RAISE EXCEPTION 'a proposal changes by its steps' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  SELECT v.programme_id INTO of_programme FROM public.housing_vacancy v WHERE v.id = OLD.vacancy_id;
  IF NOT havre.proposal_may_move(OLD.status, NEW.status) OR NOT (keeps OR coalesce(
       havre.proposal_own_word(havre.acting(), OLD.holder_id, OLD.landlord_id, of_programme,
         OLD.status, NEW.status), false)) THEN
    RAISE EXCEPTION 'this step is not theirs to take' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION havre.guard_proposal() OWNER TO havre_owner;
CREATE FUNCTION havre.guard_proposal_step() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
  IF current_user = pg_get_userbyid(
       (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID)) THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'a step is never rewritten' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.by_organisation_id IS DISTINCT FROM havre.acting()
     AND havre.steward(NEW.case_id) IS DISTINCT FROM havre.acting() THEN
    RAISE EXCEPTION 'a step is said in one''s own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION havre.guard_proposal_step() OWNER TO havre_owner;
CREATE FUNCTION havre.hand_over(of_case uuid, to_organisation bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
  UPDATE public.cases_case SET steward_id = to_organisation
   WHERE id = of_case AND steward_id = havre.acting();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only the steward hands a case on' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
ALTER FUNCTION havre.hand_over(of_case uuid, to_organisation bigint) OWNER TO havre_owner;
CREATE FUNCTION havre.keep_authorised() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
  of_case uuid := (to_jsonb(NEW) ->> TG_ARGV[1])::uuid;
  of_scope uuid := CASE WHEN TG_ARGV[2] = '' THEN NULL
                        ELSE (to_jsonb(NEW) ->> TG_ARGV[2])::uuid END;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(of_case::text, 0));
    SELECT a.readers, a.writers INTO NEW.readers, NEW.writers
      FROM havre.authorised(of_case, TG_ARGV[0], of_scope) a;
    IF TG_ARGV[1] = 'id' THEN
      NEW.readers := ARRAY[(to_jsonb(NEW) ->> 'steward_id')::bigint];
      NEW.writers := NEW.readers;
    END IF;
  ELSIF current_user <> pg_get_userbyid(
          (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID)) THEN
    NEW.readers := OLD.readers;
    NEW.writers := OLD.writers;
    IF (to_jsonb(NEW) ->> TG_ARGV[1]) IS DISTINCT FROM (to_jsonb(OLD) ->> TG_ARGV[1]) OR
       (TG_ARGV[2] <> '' AND (to_jsonb(NEW) ->> TG_ARGV[2])
                             IS DISTINCT FROM (to_jsonb(OLD) ->> TG_ARGV[2])) THEN
      RAISE EXCEPTION 'a row never changes its case' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_ARGV[1] = 'id'
       AND (to_jsonb(NEW) ->> 'steward_id') IS DISTINCT FROM (to_jsonb(OLD) ->> 'steward_id')
       AND (to_jsonb(OLD) ->> 'steward_id')::bigint IS DISTINCT FROM havre.acting() THEN
      RAISE EXCEPTION 'only the steward hands a case on' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION havre.keep_authorised() OWNER TO havre_owner;
CREATE FUNCTION havre.keep_validated() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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
ALTER FUNCTION havre.keep_validated() OWNER TO havre_owner;
CREATE FUNCTION havre.lapsed(of_compartment text) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
  -- Read once: a volatile or per-row value would keep the index on lapsing shares from being used.
  me bigint := havre.acting();
  moment timestamptz := clock_timestamp();
  candidates uuid[];
BEGIN
  SELECT array_agg(DISTINCT s.case_id) INTO candidates FROM public.platform_share s
   WHERE s.organisation_id = me AND s.until <= moment AND s.until IS NOT NULL
     AND s.closed_at IS NULL AND s.compartment = of_compartment;
  IF candidates IS NULL THEN RETURN '{}'; END IF;  -- nearly always
  RETURN (SELECT coalesce(array_agg(c), '{}') FROM unnest(candidates) c
    WHERE NOT EXISTS (
      SELECT 1 FROM public.platform_share o
      WHERE o.case_id = c AND o.organisation_id = me AND o.compartment = of_compartment
        AND o.closed_at IS NULL AND (o.until IS NULL OR o.until > moment)));
END $$;
ALTER FUNCTION havre.lapsed(of_compartment text) OWNER TO havre_owner;
CREATE FUNCTION havre.proposal_may_move(before text, after text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  SELECT after = ANY (CASE before
    WHEN 'PROPOSED' THEN ARRAY['ACCEPTED', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'ACCEPTED' THEN ARRAY['WITH_HOLDER', 'WITH_LANDLORD', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'WITH_HOLDER' THEN
      ARRAY['WITH_LANDLORD', 'DECLINED_BY_HOLDER', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'WITH_LANDLORD' THEN
      ARRAY['COMMITTEE', 'CONFIRMED', 'DECLINED_BY_LANDLORD', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'COMMITTEE' THEN ARRAY['ALLOCATED', 'RANKED', 'CONDITIONAL', 'NOT_ALLOCATED',
      'INADMISSIBLE', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'RANKED' THEN ARRAY['ALLOCATED', 'NOT_ALLOCATED', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'CONDITIONAL' THEN ARRAY['ALLOCATED', 'NOT_ALLOCATED', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'ALLOCATED' THEN ARRAY['CONFIRMED', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'CONFIRMED' THEN ARRAY['LEASED', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'LEASED' THEN ARRAY['MOVED_IN']
    ELSE ARRAY[]::text[] END) $$;
ALTER FUNCTION havre.proposal_may_move(before text, after text) OWNER TO havre_owner;
CREATE FUNCTION havre.proposal_own_word(acting bigint, holder bigint, landlord bigint, of_programme bigint, before text, after text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  SELECT CASE
    WHEN before = 'WITH_HOLDER' THEN
      acting = holder AND after IN ('WITH_LANDLORD', 'DECLINED_BY_HOLDER')
    WHEN after = 'CONFIRMED' THEN
      acting = landlord AND before = 'WITH_LANDLORD' AND NOT EXISTS (
        SELECT 1 FROM public.programmes_participation p WHERE p.organisation_id = landlord
           AND p.programme_id = of_programme AND p.role = 'LANDLORD' AND p.active)
    ELSE acting = landlord AND after IN ('COMMITTEE', 'DECLINED_BY_LANDLORD', 'ALLOCATED',
      'RANKED', 'CONDITIONAL', 'NOT_ALLOCATED', 'INADMISSIBLE', 'LEASED', 'MOVED_IN') END $$;
ALTER FUNCTION havre.proposal_own_word(acting bigint, holder bigint, landlord bigint, of_programme bigint, before text, after text) OWNER TO havre_owner;
CREATE FUNCTION havre.recount() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
  PERFORM havre.write_leases(NULL);
  DELETE FROM havre.admission_day;
  INSERT INTO havre.admission_day
  SELECT c.steward_id, c.programme_id, c.admitted_on, c.pathway, count(*)
    FROM public.cases_case c WHERE c.admitted_on IS NOT NULL GROUP BY 1, 2, 3, 4;
END $$;
ALTER FUNCTION havre.recount() OWNER TO havre_owner;
CREATE FUNCTION havre.spread_shares() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
DECLARE
  touched record;
  place record;
BEGIN
  FOR touched IN SELECT DISTINCT case_id FROM changed ORDER BY case_id LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended(touched.case_id::text, 0));
  END LOOP;
  FOR touched IN SELECT DISTINCT case_id, compartment FROM changed LOOP
    FOR place IN SELECT * FROM havre.case_table t WHERE t.compartment = touched.compartment LOOP
      IF place.scope_column = '' THEN
        EXECUTE format(
          'UPDATE public.%I r SET readers = a.readers, writers = a.writers
             FROM havre.authorised($1, $2, NULL) a WHERE r.%I = $1
              AND (r.readers, r.writers) IS DISTINCT FROM (a.readers, a.writers)',
          place.name, place.key_column) USING touched.case_id, touched.compartment;
      ELSE
        EXECUTE format(
          'UPDATE public.%1$I r SET readers = a.readers, writers = a.writers
             FROM public.%1$I o, LATERAL havre.authorised($1, $2, o.%3$I) a
            WHERE r.%2$I = $1 AND o.id = r.id
              AND (r.readers, r.writers) IS DISTINCT FROM (a.readers, a.writers)',
          place.name, place.key_column, place.scope_column)
          USING touched.case_id, touched.compartment;
      END IF;
    END LOOP;
  END LOOP;
  RETURN NULL;
END $_$;
ALTER FUNCTION havre.spread_shares() OWNER TO havre_owner;
CREATE FUNCTION havre.steward(of_case uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT c.steward_id FROM public.cases_case c WHERE c.id = of_case $$;
ALTER FUNCTION havre.steward(of_case uuid) OWNER TO havre_owner;
CREATE FUNCTION havre.token_part(part integer) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
  token text := current_setting('havre.token', true);
  pieces text[];
  body text;
  expected text;
BEGIN
  IF token IS NULL OR token = '' OR length(token) > 400 THEN RETURN NULL; END IF;
  pieces := string_to_array(token, '.');
  IF array_length(pieces, 1) <> 6 OR pieces[1] !~ '^[0-9]{1,18}$' OR pieces[2] !~ '^[0-9]{1,18}$'
     OR pieces[4] !~ '^[0-9]{1,12}$' THEN RETURN NULL; END IF;
  body := array_to_string(pieces[1:5], '.');
  SELECT encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(body, 'UTF8'))), 'hex')
    INTO expected FROM havre.acting_key k LIMIT 1;
  IF expected IS NULL OR expected <> pieces[6] THEN RETURN NULL; END IF;
  IF pieces[4]::bigint < extract(epoch FROM clock_timestamp()) THEN RETURN NULL; END IF;
  RETURN pieces[part];
END $_$;
ALTER FUNCTION havre.token_part(part integer) OWNER TO havre_owner;
CREATE FUNCTION havre.write_admissions(keeper bigint, of_programme bigint, of_day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
ALTER FUNCTION havre.write_admissions(keeper bigint, of_programme bigint, of_day date) OWNER TO havre_owner;
CREATE FUNCTION havre.write_leases(of_case uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
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
ALTER FUNCTION havre.write_leases(of_case uuid) OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
ALTER FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;
    RETURN job_ids;
END;
$$;
ALTER FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;
    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;
    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;
    RETURN _job_id;
END;
$$;
ALTER FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) OWNER TO havre_owner;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);
ALTER TABLE public.procrastinate_jobs OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;
 RETURN found_jobs;
END;
$$;
ALTER FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
ALTER FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_notify_queue_abort_job_v1() OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_notify_queue_job_inserted_v1() OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
ALTER FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
ALTER FUNCTION public.procrastinate_register_worker_v1() OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
ALTER FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;
END;
$$;
ALTER FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_function_status_events_update_v1() OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
ALTER FUNCTION public.procrastinate_unlink_periodic_defers_v1() OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
ALTER FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) OWNER TO havre_owner;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
ALTER FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) OWNER TO havre_owner;
CREATE TABLE havre.acting_key (
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);
ALTER TABLE havre.acting_key OWNER TO havre_owner;
CREATE TABLE havre.admission_day (
    keeper_id bigint NOT NULL,
    programme_id bigint NOT NULL,
    day date NOT NULL,
    pathway text NOT NULL,
    number bigint NOT NULL
);
ALTER TABLE havre.admission_day OWNER TO havre_owner;
CREATE TABLE havre.case_table (
    name text NOT NULL,
    compartment text NOT NULL,
    key_column text NOT NULL,
    scope_column text NOT NULL
);
ALTER TABLE havre.case_table OWNER TO havre_owner;
CREATE TABLE havre.lease (
    tenancy_id uuid NOT NULL,
    case_id uuid NOT NULL,
    keeper_id bigint NOT NULL,
    programme_id bigint NOT NULL,
    signed_on date NOT NULL,
    landlord_id bigint NOT NULL,
    holder_id bigint,
    commune_id text NOT NULL,
    origin_id bigint,
    referring_id bigint
);
ALTER TABLE havre.lease OWNER TO havre_owner;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.account_emailaddress OWNER TO havre_owner;
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation OWNER TO havre_owner;
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.allocations_proposal (
    id uuid NOT NULL,
    reference character varying(12) NOT NULL,
    status character varying(24) NOT NULL,
    status_since timestamp with time zone NOT NULL,
    proposed_on date NOT NULL,
    hold_until date NOT NULL,
    sent_on date,
    committee_on date,
    decision character varying(20) NOT NULL,
    decided_on date,
    rank smallint,
    condition character varying(200) NOT NULL,
    condition_until date,
    notified_on date,
    answer_by date,
    declined_by character varying(10) NOT NULL,
    decline_code character varying(24) NOT NULL,
    consequence character varying(10) NOT NULL,
    ended_on date,
    case_id uuid NOT NULL,
    holder_id bigint,
    landlord_id bigint NOT NULL,
    vacancy_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT a_lease_only_after_a_decision CHECK (((NOT ((status)::text = ANY ((ARRAY['LEASED'::character varying, 'MOVED_IN'::character varying])::text[]))) OR ((decision)::text = 'ATTRIBUTION'::text) OR ((decision)::text = 'RANKED'::text) OR ((decision)::text = 'CONDITIONAL'::text) OR ((committee_on IS NULL) AND ((decision)::text = ''::text)))),
    CONSTRAINT allocations_proposal_rank_check CHECK ((rank >= 0))
);
ALTER TABLE ONLY public.allocations_proposal FORCE ROW LEVEL SECURITY;
ALTER TABLE public.allocations_proposal OWNER TO havre_owner;
COMMENT ON TABLE public.allocations_proposal IS 'compartment:PROPOSAL allocations_proposal';
CREATE TABLE public.allocations_proposalstep (
    id uuid NOT NULL,
    status character varying(24) NOT NULL,
    "on" date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    on_behalf boolean NOT NULL,
    by_organisation_id bigint NOT NULL,
    case_id uuid NOT NULL,
    proposal_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL
);
ALTER TABLE ONLY public.allocations_proposalstep FORCE ROW LEVEL SECURITY;
ALTER TABLE public.allocations_proposalstep OWNER TO havre_owner;
COMMENT ON TABLE public.allocations_proposalstep IS 'compartment:PROPOSAL allocations_proposalstep';
CREATE TABLE public.allocations_tenancy (
    id uuid NOT NULL,
    payload bytea NOT NULL,
    regime character varying(20) NOT NULL,
    lease_signed_on date NOT NULL,
    moved_in_on date,
    case_id uuid NOT NULL,
    commune_id character varying(5) NOT NULL,
    holder_id bigint,
    landlord_id bigint NOT NULL,
    proposal_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT lease_before_move_in CHECK (((moved_in_on IS NULL) OR (moved_in_on >= lease_signed_on)))
);
ALTER TABLE ONLY public.allocations_tenancy FORCE ROW LEVEL SECURITY;
ALTER TABLE public.allocations_tenancy OWNER TO havre_owner;
COMMENT ON TABLE public.allocations_tenancy IS 'compartment:NEW_HOME allocations_tenancy';
CREATE TABLE public.assessments_assessment (
    id uuid NOT NULL,
    version smallint NOT NULL,
    status character varying(12) NOT NULL,
    conclusion character varying(12) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    validated_at timestamp with time zone,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT assessments_assessment_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.assessments_assessment FORCE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_assessment OWNER TO havre_owner;
COMMENT ON TABLE public.assessments_assessment IS 'compartment:HOUSING_NEED assessments_assessment';
CREATE TABLE public.assessments_householdmember (
    id uuid NOT NULL,
    "position" smallint NOT NULL,
    relation character varying(10) NOT NULL,
    birth_date date NOT NULL,
    assessment_id uuid NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT assessments_householdmember_position_check CHECK (("position" >= 0))
);
ALTER TABLE ONLY public.assessments_householdmember FORCE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_householdmember OWNER TO havre_owner;
COMMENT ON TABLE public.assessments_householdmember IS 'compartment:HOUSEHOLD assessments_householdmember';
CREATE TABLE public.assessments_housingneed (
    id uuid NOT NULL,
    rooms_min smallint NOT NULL,
    rooms_max smallint NOT NULL,
    any_commune boolean NOT NULL,
    communes character varying(5)[] NOT NULL,
    accessible boolean NOT NULL,
    max_floor_without_lift smallint,
    ground_floor_ok boolean NOT NULL,
    needed_by date,
    regimes character varying(20)[] NOT NULL,
    rights character varying(1)[] NOT NULL,
    assessment_id uuid NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT assessments_housingneed_max_floor_without_lift_check CHECK ((max_floor_without_lift >= 0)),
    CONSTRAINT assessments_housingneed_rooms_max_check CHECK ((rooms_max >= 0)),
    CONSTRAINT assessments_housingneed_rooms_min_check CHECK ((rooms_min >= 0)),
    CONSTRAINT rooms_in_order CHECK ((rooms_max >= rooms_min))
);
ALTER TABLE ONLY public.assessments_housingneed FORCE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_housingneed OWNER TO havre_owner;
COMMENT ON TABLE public.assessments_housingneed IS 'compartment:HOUSING_NEED assessments_housingneed';
CREATE TABLE public.assessments_needcard (
    id uuid NOT NULL,
    reference character varying(12) NOT NULL,
    published_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    urgency smallint NOT NULL,
    people smallint NOT NULL,
    children_bands character varying(120) NOT NULL,
    income_band character varying(60) NOT NULL,
    rent_max integer,
    rooms_min smallint NOT NULL,
    rooms_max smallint NOT NULL,
    any_commune boolean NOT NULL,
    communes character varying(5)[] NOT NULL,
    accessible boolean NOT NULL,
    max_floor_without_lift smallint,
    ground_floor_ok boolean NOT NULL,
    needed_by date,
    regimes character varying(20)[] NOT NULL,
    assessment_id uuid NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT assessments_needcard_max_floor_without_lift_check CHECK ((max_floor_without_lift >= 0)),
    CONSTRAINT assessments_needcard_people_check CHECK ((people >= 0)),
    CONSTRAINT assessments_needcard_rent_max_check CHECK ((rent_max >= 0)),
    CONSTRAINT assessments_needcard_rooms_max_check CHECK ((rooms_max >= 0)),
    CONSTRAINT assessments_needcard_rooms_min_check CHECK ((rooms_min >= 0)),
    CONSTRAINT assessments_needcard_urgency_check CHECK ((urgency >= 0))
);
ALTER TABLE ONLY public.assessments_needcard FORCE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_needcard OWNER TO havre_owner;
COMMENT ON TABLE public.assessments_needcard IS 'compartment:NEED_CARD assessments_needcard';
CREATE TABLE public.assessments_resourcesdetail (
    id uuid NOT NULL,
    payload bytea NOT NULL,
    assessment_id uuid NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL
);
ALTER TABLE ONLY public.assessments_resourcesdetail FORCE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_resourcesdetail OWNER TO havre_owner;
COMMENT ON TABLE public.assessments_resourcesdetail IS 'compartment:RESOURCES assessments_resourcesdetail';
CREATE TABLE public.assessments_resourcessummary (
    id uuid NOT NULL,
    monthly_income numeric(9,2) NOT NULL,
    tax_income integer NOT NULL,
    disabled boolean NOT NULL,
    assessment_id uuid NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT assessments_resourcessummary_tax_income_check CHECK ((tax_income >= 0))
);
ALTER TABLE ONLY public.assessments_resourcessummary FORCE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_resourcessummary OWNER TO havre_owner;
COMMENT ON TABLE public.assessments_resourcessummary IS 'compartment:RESOURCES_SUMMARY assessments_resourcessummary';
CREATE TABLE public.assessments_safetyplan (
    id uuid NOT NULL,
    payload bytea NOT NULL,
    assessment_id uuid NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL
);
ALTER TABLE ONLY public.assessments_safetyplan FORCE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_safetyplan OWNER TO havre_owner;
COMMENT ON TABLE public.assessments_safetyplan IS 'compartment:SAFETY assessments_safetyplan';
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group OWNER TO havre_owner;
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions OWNER TO havre_owner;
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission OWNER TO havre_owner;
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cases_case (
    id uuid NOT NULL,
    reference character varying(12) NOT NULL,
    pathway character varying(12) NOT NULL,
    stage character varying(20) NOT NULL,
    stage_since timestamp with time zone NOT NULL,
    urgency smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    referred_on date,
    admitted_on date,
    admission_refusal character varying(24) NOT NULL,
    ended_on date,
    caseworker_id bigint,
    programme_id bigint NOT NULL,
    steward_id bigint NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT admitted_means_past_admission CHECK (((admitted_on IS NULL) OR (NOT ((stage)::text = ANY ((ARRAY['DRAFT'::character varying, 'REFERRED'::character varying, 'NOT_ADMITTED'::character varying])::text[]))))),
    CONSTRAINT cases_case_urgency_check CHECK ((urgency >= 0)),
    CONSTRAINT urgency_1_to_3 CHECK ((urgency = ANY (ARRAY[1, 2, 3])))
);
ALTER TABLE ONLY public.cases_case FORCE ROW LEVEL SECURITY;
ALTER TABLE public.cases_case OWNER TO havre_owner;
COMMENT ON TABLE public.cases_case IS 'compartment:PROGRESS cases_case';
CREATE TABLE public.cases_caseevent (
    id uuid NOT NULL,
    code character varying(16) NOT NULL,
    "on" date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL
);
ALTER TABLE ONLY public.cases_caseevent FORCE ROW LEVEL SECURITY;
ALTER TABLE public.cases_caseevent OWNER TO havre_owner;
COMMENT ON TABLE public.cases_caseevent IS 'compartment:PROGRESS cases_caseevent';
CREATE TABLE public.cases_householdoutline (
    id uuid NOT NULL,
    children smallint NOT NULL,
    others smallint NOT NULL,
    pregnant boolean NOT NULL,
    pets boolean NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT cases_householdoutline_children_check CHECK ((children >= 0)),
    CONSTRAINT cases_householdoutline_others_check CHECK ((others >= 0))
);
ALTER TABLE ONLY public.cases_householdoutline FORCE ROW LEVEL SECURITY;
ALTER TABLE public.cases_householdoutline OWNER TO havre_owner;
COMMENT ON TABLE public.cases_householdoutline IS 'compartment:HOUSEHOLD cases_householdoutline';
CREATE TABLE public.cases_identity (
    id uuid NOT NULL,
    payload bytea NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL
);
ALTER TABLE ONLY public.cases_identity FORCE ROW LEVEL SECURITY;
ALTER TABLE public.cases_identity OWNER TO havre_owner;
COMMENT ON TABLE public.cases_identity IS 'compartment:IDENTITY cases_identity';
CREATE TABLE public.cases_referral (
    id uuid NOT NULL,
    payload bytea NOT NULL,
    sent_on date,
    case_id uuid NOT NULL,
    origin_landlord_id bigint,
    referred_by_id bigint NOT NULL,
    referring_organisation_id bigint NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL
);
ALTER TABLE ONLY public.cases_referral FORCE ROW LEVEL SECURITY;
ALTER TABLE public.cases_referral OWNER TO havre_owner;
COMMENT ON TABLE public.cases_referral IS 'compartment:SHELTER_PLACE cases_referral';
CREATE TABLE public.cases_safecontact (
    id uuid NOT NULL,
    payload bytea NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL
);
ALTER TABLE ONLY public.cases_safecontact FORCE ROW LEVEL SECURITY;
ALTER TABLE public.cases_safecontact OWNER TO havre_owner;
COMMENT ON TABLE public.cases_safecontact IS 'compartment:CONTACT cases_safecontact';
CREATE TABLE public.cases_safetyoutline (
    id uuid NOT NULL,
    payload bytea NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL
);
ALTER TABLE ONLY public.cases_safetyoutline FORCE ROW LEVEL SECURITY;
ALTER TABLE public.cases_safetyoutline OWNER TO havre_owner;
COMMENT ON TABLE public.cases_safetyoutline IS 'compartment:SAFETY cases_safetyoutline';
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type OWNER TO havre_owner;
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations OWNER TO havre_owner;
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
ALTER TABLE public.django_session OWNER TO havre_owner;
CREATE TABLE public.housing_dwelling (
    id uuid NOT NULL,
    reference character varying(100) NOT NULL,
    residence character varying(120) NOT NULL,
    address character varying(200) NOT NULL,
    postcode character varying(5) NOT NULL,
    latitude double precision,
    longitude double precision,
    rooms smallint NOT NULL,
    typology character varying(6) NOT NULL,
    surface numeric(6,2),
    floor smallint,
    lift boolean NOT NULL,
    accessible boolean NOT NULL,
    financing character varying(8) NOT NULL,
    energy character varying(1) NOT NULL,
    furnished boolean NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    commune_id character varying(5) NOT NULL,
    landlord_id bigint NOT NULL,
    CONSTRAINT housing_dwelling_rooms_check CHECK ((rooms >= 0))
);
ALTER TABLE public.housing_dwelling OWNER TO havre_owner;
CREATE TABLE public.housing_importprofile (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    headings jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    landlord_id bigint NOT NULL
);
ALTER TABLE public.housing_importprofile OWNER TO havre_owner;
ALTER TABLE public.housing_importprofile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.housing_importprofile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.housing_importrun (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    content bytea,
    digest character varying(64) NOT NULL,
    headings jsonb NOT NULL,
    report jsonb NOT NULL,
    landlord_id bigint NOT NULL,
    programme_id bigint NOT NULL,
    uploaded_by_id bigint
);
ALTER TABLE public.housing_importrun OWNER TO havre_owner;
CREATE TABLE public.housing_vacancy (
    id uuid NOT NULL,
    reference character varying(12) NOT NULL,
    rent numeric(7,2) NOT NULL,
    charges numeric(7,2) NOT NULL,
    regime character varying(20) NOT NULL,
    "right" character varying(1) NOT NULL,
    right_detail character varying(40) NOT NULL,
    available_on date NOT NULL,
    expires_on date NOT NULL,
    status character varying(10) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    dwelling_id uuid NOT NULL,
    holder_id bigint,
    landlord_id bigint NOT NULL,
    programme_id bigint NOT NULL
);
ALTER TABLE public.housing_vacancy OWNER TO havre_owner;
CREATE TABLE public.organisations_invitation (
    id bigint NOT NULL,
    email character varying(254) NOT NULL,
    seat character varying(12) NOT NULL,
    token_digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    invited_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);
ALTER TABLE public.organisations_invitation OWNER TO havre_owner;
ALTER TABLE public.organisations_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organisations_membership (
    id bigint NOT NULL,
    seat character varying(12) NOT NULL,
    active boolean NOT NULL,
    since timestamp with time zone NOT NULL,
    user_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);
ALTER TABLE public.organisations_membership OWNER TO havre_owner;
ALTER TABLE public.organisations_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organisations_organisation (
    id bigint NOT NULL,
    slug character varying(60) NOT NULL,
    name character varying(160) NOT NULL,
    city character varying(120) NOT NULL,
    phone character varying(30) NOT NULL,
    active boolean NOT NULL
);
ALTER TABLE public.organisations_organisation OWNER TO havre_owner;
ALTER TABLE public.organisations_organisation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_organisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organisations_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    email character varying(254) NOT NULL,
    first_name character varying(80) NOT NULL,
    last_name character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE public.organisations_user OWNER TO havre_owner;
ALTER TABLE public.organisations_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.platform_casekey (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    compartment character varying(24) NOT NULL,
    version smallint NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT platform_casekey_version_check CHECK ((version >= 0))
);
ALTER TABLE public.platform_casekey OWNER TO havre_owner;
CREATE TABLE public.platform_identitydigest (
    id uuid NOT NULL,
    organisation_id bigint NOT NULL,
    digest bytea NOT NULL,
    case_id uuid NOT NULL
);
ALTER TABLE ONLY public.platform_identitydigest FORCE ROW LEVEL SECURITY;
ALTER TABLE public.platform_identitydigest OWNER TO havre_owner;
CREATE TABLE public.platform_journalentry (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    user_id bigint,
    organisation_id bigint,
    behalf_of_id bigint,
    case_id uuid,
    action character varying(40) NOT NULL,
    purpose character varying(40) NOT NULL,
    compartments character varying(24)[] NOT NULL,
    subject character varying(60) NOT NULL
);
ALTER TABLE ONLY public.platform_journalentry FORCE ROW LEVEL SECURITY;
ALTER TABLE public.platform_journalentry OWNER TO havre_owner;
CREATE TABLE public.platform_outgoingmail (
    id uuid NOT NULL,
    recipient character varying(254) NOT NULL,
    template character varying(40) NOT NULL,
    subject character varying(120) NOT NULL,
    body text NOT NULL,
    status character varying(8) NOT NULL,
    reason character varying(200) NOT NULL,
    attempts smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT platform_outgoingmail_attempts_check CHECK ((attempts >= 0))
);
ALTER TABLE public.platform_outgoingmail OWNER TO havre_owner;
CREATE TABLE public.platform_share (
    id uuid NOT NULL,
    compartment character varying(24) NOT NULL,
    scope uuid,
    reads boolean NOT NULL,
    writes boolean NOT NULL,
    basis character varying(16) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    until timestamp with time zone,
    closed_at timestamp with time zone,
    case_id uuid NOT NULL,
    organisation_id bigint NOT NULL
);
ALTER TABLE ONLY public.platform_share FORCE ROW LEVEL SECURITY;
ALTER TABLE public.platform_share OWNER TO havre_owner;
CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
ALTER TABLE public.procrastinate_events OWNER TO havre_owner;
CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.procrastinate_events_id_seq OWNER TO havre_owner;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.procrastinate_jobs_id_seq OWNER TO havre_owner;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE public.procrastinate_periodic_defers OWNER TO havre_owner;
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.procrastinate_periodic_defers_id_seq OWNER TO havre_owner;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.procrastinate_workers OWNER TO havre_owner;
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.programmes_commune (
    code character varying(5) NOT NULL,
    name character varying(80) NOT NULL,
    population integer NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    postcodes character varying(5)[] NOT NULL,
    zone_abc character varying(4) NOT NULL,
    zone_123 character varying(1) NOT NULL,
    neighbours character varying(5)[] NOT NULL,
    CONSTRAINT programmes_commune_population_check CHECK ((population >= 0))
);
ALTER TABLE public.programmes_commune OWNER TO havre_owner;
CREATE TABLE public.programmes_incomeceiling (
    id bigint NOT NULL,
    year smallint NOT NULL,
    financing character varying(8) NOT NULL,
    category character varying(1) NOT NULL,
    amount integer NOT NULL,
    source character varying(200) NOT NULL,
    provisional boolean NOT NULL,
    edited_at timestamp with time zone NOT NULL,
    edited_by_id bigint,
    CONSTRAINT programmes_incomeceiling_amount_check CHECK ((amount >= 0)),
    CONSTRAINT programmes_incomeceiling_year_check CHECK ((year >= 0))
);
ALTER TABLE public.programmes_incomeceiling OWNER TO havre_owner;
ALTER TABLE public.programmes_incomeceiling ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.programmes_incomeceiling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.programmes_locality (
    name character varying(80) NOT NULL,
    commune_id character varying(5) NOT NULL
);
ALTER TABLE public.programmes_locality OWNER TO havre_owner;
CREATE TABLE public.programmes_participation (
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    active boolean NOT NULL,
    organisation_id bigint NOT NULL,
    programme_id bigint NOT NULL
);
ALTER TABLE public.programmes_participation OWNER TO havre_owner;
ALTER TABLE public.programmes_participation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.programmes_participation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.programmes_pathwaytarget (
    id bigint NOT NULL,
    year smallint NOT NULL,
    pathway character varying(12) NOT NULL,
    low smallint NOT NULL,
    high smallint NOT NULL,
    programme_id bigint NOT NULL,
    CONSTRAINT programmes_pathwaytarget_high_check CHECK ((high >= 0)),
    CONSTRAINT programmes_pathwaytarget_low_check CHECK ((low >= 0)),
    CONSTRAINT programmes_pathwaytarget_year_check CHECK ((year >= 0)),
    CONSTRAINT target_in_order CHECK ((high >= low))
);
ALTER TABLE public.programmes_pathwaytarget OWNER TO havre_owner;
ALTER TABLE public.programmes_pathwaytarget ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.programmes_pathwaytarget_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.programmes_programme (
    id bigint NOT NULL,
    slug character varying(60) NOT NULL,
    name character varying(160) NOT NULL,
    territory character varying(160) NOT NULL,
    starts_on date NOT NULL,
    effort_rate_max numeric(4,3) NOT NULL,
    left_to_live_per_day numeric(5,2) NOT NULL,
    answer_days smallint NOT NULL,
    hold_days smallint NOT NULL,
    weights jsonb NOT NULL,
    CONSTRAINT programmes_programme_answer_days_check CHECK ((answer_days >= 0)),
    CONSTRAINT programmes_programme_hold_days_check CHECK ((hold_days >= 0))
);
ALTER TABLE public.programmes_programme OWNER TO havre_owner;
ALTER TABLE public.programmes_programme ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.programmes_programme_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.programmes_reservationright (
    id bigint NOT NULL,
    code character varying(1) NOT NULL,
    detail character varying(40) NOT NULL,
    holder_id bigint NOT NULL,
    programme_id bigint NOT NULL
);
ALTER TABLE public.programmes_reservationright OWNER TO havre_owner;
ALTER TABLE public.programmes_reservationright ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.programmes_reservationright_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sharing_consent (
    id uuid NOT NULL,
    payload bytea NOT NULL,
    version smallint NOT NULL,
    form character varying(16) NOT NULL,
    given_on date NOT NULL,
    until date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    case_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT sharing_consent_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.sharing_consent FORCE ROW LEVEL SECURITY;
ALTER TABLE public.sharing_consent OWNER TO havre_owner;
COMMENT ON TABLE public.sharing_consent IS 'compartment:CONTACT sharing_consent';
CREATE TABLE public.sharing_consentitem (
    id uuid NOT NULL,
    recipient character varying(16) NOT NULL,
    agreed boolean NOT NULL,
    case_id uuid NOT NULL,
    consent_id uuid NOT NULL,
    readers bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    writers bigint[] DEFAULT '{}'::bigint[] NOT NULL
);
ALTER TABLE ONLY public.sharing_consentitem FORCE ROW LEVEL SECURITY;
ALTER TABLE public.sharing_consentitem OWNER TO havre_owner;
COMMENT ON TABLE public.sharing_consentitem IS 'compartment:CONTACT sharing_consentitem';
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
INSERT INTO havre.admission_day VALUES
	(1, 1, '2026-11-23', 'SHELTERED', 1);
INSERT INTO havre.case_table VALUES
	('allocations_proposal', 'PROPOSAL', 'case_id', 'id'),
	('allocations_proposalstep', 'PROPOSAL', 'case_id', 'proposal_id'),
	('allocations_tenancy', 'NEW_HOME', 'case_id', 'proposal_id'),
	('assessments_assessment', 'HOUSING_NEED', 'case_id', ''),
	('assessments_householdmember', 'HOUSEHOLD', 'case_id', ''),
	('assessments_housingneed', 'HOUSING_NEED', 'case_id', ''),
	('assessments_needcard', 'NEED_CARD', 'case_id', ''),
	('assessments_resourcesdetail', 'RESOURCES', 'case_id', ''),
	('assessments_resourcessummary', 'RESOURCES_SUMMARY', 'case_id', ''),
	('assessments_safetyplan', 'SAFETY', 'case_id', ''),
	('cases_case', 'PROGRESS', 'id', ''),
	('cases_caseevent', 'PROGRESS', 'case_id', ''),
	('cases_householdoutline', 'HOUSEHOLD', 'case_id', ''),
	('cases_identity', 'IDENTITY', 'case_id', ''),
	('cases_referral', 'SHELTER_PLACE', 'case_id', ''),
	('cases_safecontact', 'CONTACT', 'case_id', ''),
	('cases_safetyoutline', 'SAFETY', 'case_id', ''),
	('sharing_consent', 'CONTACT', 'case_id', ''),
	('sharing_consentitem', 'CONTACT', 'case_id', '');
INSERT INTO public.allocations_proposal VALUES
	('19dd973e-b902-4975-b743-4a407d24a74e', 'WV39-T96E', 'WITH_LANDLORD', '2026-11-23 16:34:16.620359+00', '2026-11-23', '2026-12-08', '2026-11-23', NULL, '', NULL, NULL, '', NULL, NULL, NULL, '', '', '', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', NULL, 4, '652c0489-f60e-42da-8255-ef17b66682f7', '{1,4}', '{1,4}');
INSERT INTO public.allocations_proposalstep VALUES
	('601b6ca9-7172-4efe-8391-41ed1de2264d', 'PROPOSED', '2026-11-23', '2026-11-23 16:34:16.59372+00', false, 1, '2ec1653d-53f2-4936-a4ae-975c672291e2', '19dd973e-b902-4975-b743-4a407d24a74e', '{1,4}', '{1,4}'),
	('e21f4704-f167-47bf-b2fa-7786b414bfa1', 'ACCEPTED', '2026-11-23', '2026-11-23 16:34:16.602507+00', false, 1, '2ec1653d-53f2-4936-a4ae-975c672291e2', '19dd973e-b902-4975-b743-4a407d24a74e', '{1,4}', '{1,4}'),
	('fa34fa34-d3f4-4167-997c-beb2d81ec21e', 'WITH_LANDLORD', '2026-11-23', '2026-11-23 16:34:16.621813+00', false, 1, '2ec1653d-53f2-4936-a4ae-975c672291e2', '19dd973e-b902-4975-b743-4a407d24a74e', '{1,4}', '{1,4}');
INSERT INTO public.assessments_assessment VALUES
	('d970f074-eb36-4a91-89d7-28d7340aff39', 1, 'VALIDATED', 'REHOUSING', '2026-11-23 16:34:16.53162+00', '2026-11-23 16:34:16.56465+00', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}');
INSERT INTO public.assessments_householdmember VALUES
	('6d7ea4a6-5461-4e48-af77-ce20328818ff', 0, 'APPLICANT', '1991-04-02', 'd970f074-eb36-4a91-89d7-28d7340aff39', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}'),
	('7c49cb60-480d-4881-9331-9c9937304075', 1, 'CHILD', '2018-05-02', 'd970f074-eb36-4a91-89d7-28d7340aff39', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}');
INSERT INTO public.assessments_housingneed VALUES
	('efaead0d-0f1c-4f84-848c-e0db70b63d01', 2, 3, false, '{45234,45232}', false, NULL, true, NULL, '{BAIL_DIRECT,IML}', '{2,7}', 'd970f074-eb36-4a91-89d7-28d7340aff39', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}');
INSERT INTO public.assessments_resourcesdetail VALUES
	('0b4f1a7c-23fc-4938-a429-0ab4f88a1f20', '\x01713322f0844ac983f363dc4e0f78cfce7ff9c5ed98882fc51e4acc0c1e0a4c99e6860807bbdbd14ca69096c7af37ddb29263646b7a78aebaa9f982243533dc880fff3f29dadd21455851fd9c77e5c5bb4f4c8f8bbab455d745b1889143909551242eb22e21a8925e52df2b0822846a2059dad0b6f5f00a0ce803595a9d837b4386428052c39385d1f6b3d20d19fb2801e849523f6787fabfa480bdb35a3b06dea90e8bc8b8828252648b153849b0b90d5c97978ce1eb4d5910b3fedb4d286fdec6a4cb2c92dcb886ae054e3b34dfb3cb326770a68f9747f8f1564c34d740f3f901ad7c2bc1e4a60c8fcc5ecaeb7cb0bc73edcd9d09a234142505091b0178a1c4d2afda23d3405223b3ffa818c0b8df5c4b63197259ae4650c75f72e1ff06ae79', 'd970f074-eb36-4a91-89d7-28d7340aff39', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2}', '{1}');
INSERT INTO public.assessments_resourcessummary VALUES
	('cc12c56b-feb1-4178-b522-75fd72caea3d', 1450.00, 11800, false, 'd970f074-eb36-4a91-89d7-28d7340aff39', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}');
INSERT INTO public.assessments_safetyplan VALUES
	('79d75d38-2e84-4ee0-8132-ee8038ca5eb5', '\x011040495989640da3d465c0ce18434b3051651388486890c42182afcbb42b0cd553eeb8e5d6ca11f95d5411b9432836c517c0eda627145caf3a140f95b85fba6adf1e20482939a64aa7a2c63d99bcfa56f504ebc1dd7c2bb7eff2c95fc5213e188daf359681d72776cba6d3a26524ca3a6d18e6e0c57fd8a2e463b604fa8b8813a59f82279ac986f8000da212f4e0f1f6646dd8ee8bf536053797aa12e375eb7cb13a9b83ca1c3735198588481bd84dae0f588b019100b3a2ef2c78eb3f1fb903351b94d8e1e70fc8ae95f7ad4b9e6a17fb51686b3c9e44f088e685f3895a7893ae7fa26ca593f5a63e5b2e6a355b2a1f4c7931126645e991b21903c76cbae838fd8d7a6dc3de9a182b68aabd471576506812f7458dc1108c0d28b5756c7d6229', 'd970f074-eb36-4a91-89d7-28d7340aff39', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1}', '{1,2}');
INSERT INTO public.cases_case VALUES
	('2ec1653d-53f2-4936-a4ae-975c672291e2', 'B4QT-X3NP', 'SHELTERED', 'PROPOSAL', '2026-11-23 16:34:16.594982+00', 1, '2026-11-23 16:34:16.426653+00', '2026-11-23', '2026-11-23', '', NULL, 1, 1, 1, '{1,2,4}', '{1}'),
	('ae844029-7451-4e58-abc1-5f35cd02be1c', '7T7G-8DNY', 'SHELTERED', 'REFERRED', '2026-11-23 16:34:16.657053+00', 2, '2026-11-23 16:34:16.624534+00', '2026-11-23', NULL, '', NULL, NULL, 1, 1, '{1,2}', '{1}');
INSERT INTO public.cases_caseevent VALUES
	('cd43aba3-bd3b-4ce6-af5b-58c963794f2e', 'REFERRED', '2026-11-23', '2026-11-23 16:34:16.480565+00', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}'),
	('c5574171-b8c7-4bca-8cbb-33caf7573fca', 'ADMITTED', '2026-11-23', '2026-11-23 16:34:16.527487+00', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}'),
	('4ad5ef24-9680-4308-bea4-4b9d215634de', 'ASSESSED', '2026-11-23', '2026-11-23 16:34:16.567974+00', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}'),
	('5d381605-2d4a-41af-b973-79ab4f135313', 'PROPOSED', '2026-11-23', '2026-11-23 16:34:16.596064+00', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}'),
	('40221088-6eb1-4c80-b557-d9afa754d457', 'SENT', '2026-11-23', '2026-11-23 16:34:16.622886+00', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}'),
	('b807d2f7-fc68-400e-9601-4be286b4d3d2', 'REFERRED', '2026-11-23', '2026-11-23 16:34:16.655821+00', 'ae844029-7451-4e58-abc1-5f35cd02be1c', '{1,2}', '{1}');
INSERT INTO public.cases_householdoutline VALUES
	('99c70d29-5ede-4efe-8fe5-e53b39b83645', 1, 0, false, false, '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}'),
	('105774e7-59fd-442f-ad8a-2cb742d6f764', 1, 0, false, false, 'ae844029-7451-4e58-abc1-5f35cd02be1c', '{1,2}', '{1,2}');
INSERT INTO public.cases_identity VALUES
	('ac9612d0-2787-4371-a5e4-9acd1981767f', '\x015b9d144f94072418f2906d7dce2be451a989efa235c42c24c34121c3fb905fe10513cf200a1b929d544e3cb5233df345639f4b19d1fc8ecd2d95fa588da2ab5e8e0b8aa8fe6274b2db26d08d7de65d9760450e7db9f105eb265e1e8dd94888f21719ddf7765f7399103b02d47437f86798cd87bba235031d5110a591b0e1d9aa588482bc1c65269d95b8f4d5fe9f28c2b8938a006cf3012a128f19254058b604aa431ab5e730a21393f4b6de9319ecfa7fb1a7b365c56f0e6875ac2f059f9e14a9bc11696823e9a6be7237bdb6a377b2515ab4b54fff110bf011c77009921e15ad0dae378c3afe135abd9e35b0757dbc2fef99e9fb53143970cfdb4053f5cb8f1144243ec66d452bf533d6a1d3aae6fcb8303434846fc58dc4f0389bf3a5ca7e', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2,4}', '{1}'),
	('1fa61348-0c5c-43a8-a654-b441e18db62d', '\x0157af6f9c17b1269dee41a7e70da947527a75e593d2a50129ad93a11da0efa32624843d927de66c64b475dcb6898bb3ce5f520d8532d294ff4c0d58aab995a83c7c90df092930a040b66d4faff5bf85c64015b64b958de5adbab1a3e24b10f3ef37abadc2e296cba8b1b676493c0a6f60642bd78b3f9b3b46e9808f3b55a0b0505fd2f4fc27653f483f1cc748cb18a532c017386cdeb3ffc323321dd69e14bb4fa2023830461ac01e05c83258d8c3a86b8a874d01d21aa3b2e7318b9e0ad9ab1f0b03cba5db13950f52d21884a57147a931c47853e2d92af5c21488a5e127c051c607f5623d31cb143c4f7b2995f639c1c8266c55a6e386773bcbfd44cedb2a6a1ffce2316a44107e91d869e2603c3b9c9cd44d97367f9f223bb1f38aab2f314f', 'ae844029-7451-4e58-abc1-5f35cd02be1c', '{1,2}', '{1,2}');
INSERT INTO public.cases_referral VALUES
	('26fa9ccf-421e-4e06-bb1c-c0099b806b95', '\x01312beb7292f2a6c8cbe574fe033f674f124f1360fb26de95ce4bc3c541bb2ac93bb65871b1d0278a8276e96aa6ec6805eb9da277bc4bf5be8d072c9571cc0853794795f4c949dbd969927f0fde7de3167b00d001b24bb2bda8e5b3209e3023a2e168014c0c57c5b296c875a3dafb4124c72162cd62432f556108e7f3f0fdd44a270e5c7e1bf904aaafdd65cb7becedfbe92616dbd9f26847a51051585fd1183797de44869200a9f8ee6f5108962a585fcfcee37aa983100454527ddfab0278208aa505b686b7624f45a7540c2900cb37a7c8c33ae38e0960168bdb51a7b70863bdc3b86c6e6e4e1ebae428523a400422ec2ccf1eb6475164a33109a433c1e1e9a7eb1fbee9594962006815b441a424de88b1a7da5d4d50300ba9405748124741602982af1a9e1ef5a8d304cb596a1e4f5c84e06bd81165a7b06eba94762ada9913162808f6f43ae7b75cb99f38246503332defb2b421de283f40c1d472afebba9666e60ae8c8df67c7f55177291d2f783825ed21d626f7038d3c036e03b2d06db78d74362129c61a1799c69d3fc293e504dec22f1dc3a8f00dba9d83c5e61370a78d84cccbb4f83dca457dd6b4a7e8b22caec0609ddd2da109e6e2a810d29705b429ceba97bc0abf263cd351b545681bcdbc901ff6ce5ea66fa637b6426f803e137330b64b2c63fbbb73249b7d73362c72d919e33b5b4011cac09ddac2251ef77e3adc669ea4fb01fc7419f043c6433b5f24e60dc7ef5bd14bf84d79f817e55ba2a679cab20d086b712acde26f8f9a0c26a9b7e449d6cc533ec4a696760ee7266480c043e83ed934a54b8b76afe704af525dfae6c012dfc61524fee233fdb705fe89e0b8716230a82a585dd694371b06c508cbd2883aad5491e50a30b0a86b380b41e5e4551f85f7daea0bfd42f6aa9de7f9e8af287c5d38f681b359ca8480b866c88802b7833fb84a79887886a8455fcd43273ed0290af23c2cdb870936e3bc37fd8591783f4aae4f4a9e6ae283716d9f10d37bec7093ff043ffc80c3c19717a8a773a1c498ebcf81110757ee2f9b68d98459eda095416997ef933764bd466d6624bfac61ed8cc578f59b7a3f4791d2f8867b589c44169da2460294613367b5016ec2b808e6ae2ebbccba01fe586d336a16c3d6f4e65b789e9c664d9445ac24aff7a248a6fefec7f4da233dacf2bb589f291675219cc20b88b88002b498b28eab987e67a006873d1750a16e0f0bc2eb50c0b2a3fbb02d1c5789f1cdf3d748395815247c841be0875a81d19ef52e8c3af1a78202ad984c33846fac54559ea9721e7e88de17027f0ea11d402115947f6062b2e899ac70e38759faedf98064387761559e010059a268edaef8d6c58253963e53342720c564748fbf8b1958fb3801c92f730c26ec97468c41fe401137af25b34b8a64426702e127f6d37c71aef92a6912d23c95e667f65c119c359d9a8711f330f374770421a7ed7e1a19ba899a25', '2026-11-23', '2ec1653d-53f2-4936-a4ae-975c672291e2', NULL, 2, 2, '{1,2}', '{1}'),
	('1bfb0963-91eb-4e8c-a965-6758c4c583e0', '\x017c8a4c138228331663de2cea38f215c4cc07d1008b799e3e6b687b3ae0bd28a5e2bfe59b5d44e59f8e975dc1b32da953a3d15e12fe91973d933653d827dd93da83bde80ad1f550ce47e23409cfdeb93114867f95be5300c7290936bdd461f86c6ae5db2a77236b64df9d4ccab8d45d232c3cc9a87a1768327d9fe3d59dc253873a2663606eaaf94fba902a69449e43ab8acbcf497d585b9cb3b520ed4abefff3981df9cfcd8cf3dd511592fb5dc075fdef393a4ba003fe73f39bfd6437ed3ee820352126fceb60ac9665ff70ec5cb5707dece94b0cef6d715049a267bb5455795f01ddd7920fef5c176a7f3b3c79b4688c157b39da24f7a6c7b0b7920977263e69ab9726fb3e9efe1ca6f4f0d40297b72e8e78efbb7936a084780567a818ede3368e347c68a45ad69f5c77a87aa1b6f152950eda331f579cc07f81ecac298d28362d2ced5d165efb40aebef5d1c40a122b8ec909895f1ec0f6f2a4b0e9c445b52c7ea734d287815967064dd38e813c8f5acd12799d5c1137c8d26fba7a3e4781f66f02a8d3869b18c399e140d0127dba3d338a1a77915b7f9a54bb368941e4099c056c9c17d8f1b548cda5fd6e408b78fc782428e033e10d77cdab9749bbbd67fdfd693454b6e7db48948f279effb49d5dfa0ea8dcbd157b5edd102ffda6bd5501cead098a36b5f7d440c4ca7cfa78b35d4ae5b48ac8cab05b66b5cabdc0d71ca32b80980c82f65c285bacc2a0fd9d2ee356997c7c2ce76ef5260e3da71dc640711ab358abc0cdaea35993f17f0db3ec6d31a0be0f45127ac616485113d38eb9768d114b6bd487c4346d13d40ef1e481115dac7e1ca003a0b382ead5dfa975b23ea32a5aacee25ad5979aa4ed9efd63a4f9bebaff89ad9f5c908bc6c0f7a9735a3c4b76b7282913e46d34ba79e103fa691f4099c44f10e80f89b67adb35afe129a0deed0510be1cca7268d12e6272c621f491561e8d45b3cfbbc1fd3ab494c264ddfaa5dcdae6e3c3a795016f5de32963565c49f20a2039193376d4e3e5716723df8315bb345f8f0b60747bf764757d41999810233958baa099161d44d6968caa8f469208112fd47a9136f3d43d8b7a6cd22ed9add80fe857c32dfeb9c5a8cafdece38ac8a291de4c7c9c3764a72651735616e5e25eb608b6a52a8d1a11dfa69f4955fa4df94f9a5cef36cac82a4396344c344b3808d6aa4f7434cd60fe081332475a27dc03fe357fac8f6edff31e444f9743ff82e12accd7cc32b1fff1a4e2960654ce1627e315dc62abc8e8d47ee8a1a1ae6a910bf46429724c8bb6cfc92ab7ad4e927a0ea407ce7c33aa98c97e73e73e9060f92e59fc4de74900a4cdc7b90c28b45b01d0f0bfcfb4b4919374a2f925d0bd5d0cf277f5ab139f0a2c1ffbe80eff6a95abf6f5c5d0c2c49c55947938851925aae02b9fa694d120f03282011c0e42512dd9d5af37ddcd891c000b56bdcd88c6bb2efa19d4c8f852160659e2368', '2026-11-23', 'ae844029-7451-4e58-abc1-5f35cd02be1c', NULL, 2, 2, '{1,2}', '{1,2}');
INSERT INTO public.cases_safecontact VALUES
	('383dd1cb-79ff-48b1-8122-70be9660067b', '\x0144bd9aabc9729690930afa4d34682b2d521af7d57e889d1b00b8e7f108a268c2174660285a11ea67eeb780752cdcf855b3382d1042ca392d68652144b803d50b7dd6ba8cef9f00728ab81af8435f037f5d62bf1b4a297ab7377c51fad4b5af0f14bc7b95ef1e49919732f0c25851659acae4b41d90c5cbb1a1024b5e162a472b00502cabf83d6529522e575a7d640835d8e77879a5b9d396efdb5cab6a47aa79ea7dd2903e97b45fa6b384055559cb5741ec14bafbd9c6f6da98dd8d36ab01d27f405df78c95a34c602c300c7956ed6d7af4d6e9ea45bae3b7b2dd12c8b5125e8473eeb2aeb9978fc57d4ed8e30890b205279b010e7cbd292902ffe544b59d96d11f0fef4e09a99f46e60f7a43ea0007991b0e1f278ac749021c8e9f7be48ce4', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2}', '{1}'),
	('6adb19e9-76af-4ded-ae54-5d17ea441d64', '\x015241911e707884321c95b2a717e2366bdbd662837bd233125c9ac160625f2dd93184584074c9b4256b12acbd36aa46cd0e70906710ed923caa7a4e20785c5ec121ffa288baab748204adcf23af1c8bd63abf93576b9bdc7336e2f28a7bc9f954ea0cfbebcf4e9701d8200da6d3cbc5ae9d995450ec00627d5e75386b13d3d52bfefe9d0970e97f42cf201ddb01b7dc4d17bb23dae350829ee758c925945182fe2b4ad2c9c4ac5a2d2fb4068f8068c6ad575694318a3d07968fac255897151bef68c2dbb4a01bd39c14c297e717a002304f98f0fc8b55c0a2aaad7e7bd3c3e4d56911141b88439b953086d5edb40041e2b43d5f1b0e59656baac8d6c6044b35d21adba8efe213aff585c8014f1b75869c1469c2f78a2e4b1feef10cdb355b0959', 'ae844029-7451-4e58-abc1-5f35cd02be1c', '{1,2}', '{1,2}');
INSERT INTO public.cases_safetyoutline VALUES
	('8a35e4b7-bbb9-440f-8410-bdbe044da7b8', '\x01104049596ec5619366de0d8c16f9ad11f08bcdbbf4471c592e33f14eb31c83f5f7c49c01fb7dcb409a0b555bf2a01dedf04b0c74693fa718aa878069963a7a47086e2df622ff99ca476c4a6f35a609d10d7974c30dd763d29d7199160f1ff5c55ab3174d974c2be0597e2d02e1e1adc0dcddf5568cd6ccb288d24e499a0518a24f30f0acde8376cbd8ac20e4ccdc2b6c6eb7ad8cd62561d92eed28d3865e06f04903f3e253c3b43fdaa55bf8603337703eb7d71e7ad86a61bdd3238953b8391ca6acb5d44441030b2ddc393a08b5ad6e066c355153e2fef262a147a18822d62205a5ebe288422c9d75e2ab0d50f3601fd5a144df67eabcc9d84b1439080b561f22b132e520c2a3c8f738fc444c1e914e31a8b0afb8a876cd820cbb9e9801d1c5', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1}', '{1,2}'),
	('016e9ab4-cbbf-42a2-9cb2-7a4737513583', '\x0153bfe9e0535f2630034bb8951051fb5b11c9d1cffbc7b4fd4ef58fa618b76a84a4d14d5292f61c455f71b9d13b0502ddf4c4050f219d2fc3f561c1c4f03c84f3bb1ec91f48d7e18b5ea71884a7c1cdc5d83c26796ddaebf736f38ce116b7895895c6804d44115891270f3196440f248710d735cf626bc7f2e7bdb91495f822261447bc51014260debbf0737939c5b62fc68acddf6f367b48d8daa518e3e031aa795de85923843e68ebe6ffcbe53b8169be0819b5c3c1d6551008b66e3805bab2f9de55941e38148f105f86cedb91818b73500c3e0b8f7dd24f7e25d3f35a6d0c752ccbc65755d61cb15db68dca05d09ba8ee688e10857b66fe650e565988f86f28d1d4dc8e96f89488d591aafab1ab2139b7ff3dcf925e14a75f22b48a6269b8', 'ae844029-7451-4e58-abc1-5f35cd02be1c', '{1,2}', '{1,2}');
INSERT INTO public.django_migrations VALUES
	(1, 'organisations', '0001_initial', '2026-11-23 16:34:11.16409+00'),
	(2, 'account', '0001_initial', '2026-11-23 16:34:11.202246+00'),
	(3, 'account', '0002_email_max_length', '2026-11-23 16:34:11.228539+00'),
	(4, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-23 16:34:11.25341+00'),
	(5, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-23 16:34:11.27778+00'),
	(6, 'account', '0005_emailaddress_idx_upper_email', '2026-11-23 16:34:11.293366+00'),
	(7, 'account', '0006_emailaddress_lower', '2026-11-23 16:34:11.311222+00'),
	(8, 'account', '0007_emailaddress_idx_email', '2026-11-23 16:34:11.331824+00'),
	(9, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-23 16:34:11.345282+00'),
	(10, 'account', '0009_emailaddress_unique_primary_email', '2026-11-23 16:34:11.351008+00'),
	(11, 'programmes', '0001_initial', '2026-11-23 16:34:11.403027+00'),
	(12, 'housing', '0001_initial', '2026-11-23 16:34:11.744473+00'),
	(13, 'cases', '0001_initial', '2026-11-23 16:34:12.452901+00'),
	(14, 'allocations', '0001_initial', '2026-11-23 16:34:12.991333+00'),
	(15, 'assessments', '0001_initial', '2026-11-23 16:34:13.621562+00'),
	(16, 'contenttypes', '0001_initial', '2026-11-23 16:34:13.627033+00'),
	(17, 'contenttypes', '0002_remove_content_type_name', '2026-11-23 16:34:13.649516+00'),
	(18, 'auth', '0001_initial', '2026-11-23 16:34:13.663387+00'),
	(19, 'auth', '0002_alter_permission_name_max_length', '2026-11-23 16:34:13.667199+00'),
	(20, 'auth', '0003_alter_user_email_max_length', '2026-11-23 16:34:13.670618+00'),
	(21, 'auth', '0004_alter_user_username_opts', '2026-11-23 16:34:13.67373+00'),
	(22, 'auth', '0005_alter_user_last_login_null', '2026-11-23 16:34:13.676685+00'),
	(23, 'auth', '0006_require_contenttypes_0002', '2026-11-23 16:34:13.677263+00'),
	(24, 'auth', '0007_alter_validators_add_error_messages', '2026-11-23 16:34:13.680161+00'),
	(25, 'auth', '0008_alter_user_username_max_length', '2026-11-23 16:34:13.682975+00'),
	(26, 'auth', '0009_alter_user_last_name_max_length', '2026-11-23 16:34:13.687835+00'),
	(27, 'auth', '0010_alter_group_name_max_length', '2026-11-23 16:34:13.691897+00'),
	(28, 'auth', '0011_update_proxy_permissions', '2026-11-23 16:34:13.707743+00'),
	(29, 'auth', '0012_alter_user_first_name_max_length', '2026-11-23 16:34:13.711647+00'),
	(30, 'platform', '0001_initial', '2026-11-23 16:34:13.828794+00'),
	(31, 'procrastinate', '0001_initial', '2026-11-23 16:34:13.835438+00'),
	(32, 'procrastinate', '0002_drop_started_at_column', '2026-11-23 16:34:13.837079+00'),
	(33, 'procrastinate', '0003_drop_started_at_column', '2026-11-23 16:34:13.838271+00'),
	(34, 'procrastinate', '0004_drop_procrastinate_version_table', '2026-11-23 16:34:13.839646+00'),
	(35, 'procrastinate', '0005_fix_procrastinate_fetch_job', '2026-11-23 16:34:13.840977+00'),
	(36, 'procrastinate', '0006_fix_trigger_status_events_insert', '2026-11-23 16:34:13.841916+00'),
	(37, 'procrastinate', '0007_add_queueing_lock_column', '2026-11-23 16:34:13.843027+00'),
	(38, 'procrastinate', '0008_close_fetch_job_race_condition', '2026-11-23 16:34:13.844563+00'),
	(39, 'procrastinate', '0009_add_defer_job_function', '2026-11-23 16:34:13.848216+00'),
	(40, 'procrastinate', '0010_add_procrastinate_periodic_defers', '2026-11-23 16:34:13.850482+00'),
	(41, 'procrastinate', '0011_add_foreign_key_index', '2026-11-23 16:34:13.85151+00'),
	(42, 'procrastinate', '0012_add_locks_to_periodic_defer', '2026-11-23 16:34:13.853001+00'),
	(43, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', '2026-11-23 16:34:13.854012+00'),
	(44, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', '2026-11-23 16:34:13.854762+00'),
	(45, 'procrastinate', '0015_add_trigger_on_job_deletion', '2026-11-23 16:34:13.855481+00'),
	(46, 'procrastinate', '0016_delete_finished_jobs', '2026-11-23 16:34:13.856127+00'),
	(47, 'procrastinate', '0017_add_checks_to_finish_job', '2026-11-23 16:34:13.856828+00'),
	(48, 'procrastinate', '0018_add_checks_to_retry_job', '2026-11-23 16:34:13.857546+00'),
	(49, 'procrastinate', '0019_fix_finish_job_compat_issue', '2026-11-23 16:34:13.858218+00'),
	(50, 'procrastinate', '0020_add_index_on_procrastinate_jobs', '2026-11-23 16:34:13.85926+00'),
	(51, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', '2026-11-23 16:34:13.860655+00'),
	(52, 'procrastinate', '0022_null_locks_excluded', '2026-11-23 16:34:13.861602+00'),
	(53, 'procrastinate', '0023_remove_old_finish_job_function', '2026-11-23 16:34:13.864623+00'),
	(54, 'procrastinate', '0024_job_id_bigint', '2026-11-23 16:34:13.867205+00'),
	(55, 'procrastinate', '0025_add_models', '2026-11-23 16:34:13.870234+00'),
	(56, 'procrastinate', '0026_add_job_priority', '2026-11-23 16:34:13.873073+00'),
	(57, 'procrastinate', '0027_add_periodic_job_priority', '2026-11-23 16:34:13.874149+00'),
	(58, 'procrastinate', '0028_add_cancel_states', '2026-11-23 16:34:13.877679+00'),
	(59, 'procrastinate', '0029_add_additional_params_to_retry_job', '2026-11-23 16:34:13.879472+00'),
	(60, 'procrastinate', '0030_alter_procrastinateevent_options', '2026-11-23 16:34:13.880841+00'),
	(61, 'procrastinate', '0031_add_indexes_for_fetch_job', '2026-11-23 16:34:13.882545+00'),
	(62, 'procrastinate', '0032_pre_cancel_notification', '2026-11-23 16:34:13.8866+00'),
	(63, 'procrastinate', '0033_post_cancel_notification', '2026-11-23 16:34:13.893619+00'),
	(64, 'procrastinate', '0034_pre_add_heartbeat', '2026-11-23 16:34:13.899367+00'),
	(65, 'procrastinate', '0035_post_add_heartbeat', '2026-11-23 16:34:13.900669+00'),
	(66, 'procrastinate', '0036_add_worker_model', '2026-11-23 16:34:13.904576+00'),
	(67, 'procrastinate', '0037_pre_batch_defer_jobs', '2026-11-23 16:34:13.906406+00'),
	(68, 'procrastinate', '0038_post_batch_defer_jobs', '2026-11-23 16:34:13.907378+00'),
	(69, 'procrastinate', '0039_pre_priority_lock_fetch_job', '2026-11-23 16:34:13.908395+00'),
	(70, 'procrastinate', '0040_pre_retry_failed_job', '2026-11-23 16:34:13.909634+00'),
	(71, 'procrastinate', '0041_post_retry_failed_job', '2026-11-23 16:34:13.910744+00'),
	(72, 'sessions', '0001_initial', '2026-11-23 16:34:13.913898+00'),
	(73, 'sharing', '0001_initial', '2026-11-23 16:34:13.978409+00');
INSERT INTO public.housing_dwelling VALUES
	('7ef13212-d493-4bbe-aee7-ebd56502e4e5', 'T-0001', 'Résidence Palimbaud', '12 rue des Tests', '45000', 47.9, 1.91, 3, 'T3', 61.00, 2, true, false, 'PLUS', '', false, '2026-11-23 16:34:16.572342+00', '45234', 4);
INSERT INTO public.housing_vacancy VALUES
	('652c0489-f60e-42da-8255-ef17b66682f7', '8EVT-F2AW', 310.00, 80.00, 'BAIL_DIRECT', '7', '', '2026-11-23', '2027-01-22', 'OPEN', '2026-11-23 16:34:16.573761+00', NULL, '7ef13212-d493-4bbe-aee7-ebd56502e4e5', NULL, 4, 1);
INSERT INTO public.organisations_membership VALUES
	(1, 'COORDINATOR', true, '2026-11-23 16:34:14.582795+00', 1, 1),
	(2, 'COORDINATOR', true, '2026-11-23 16:34:14.796816+00', 2, 2),
	(3, 'COORDINATOR', true, '2026-11-23 16:34:15.000692+00', 3, 3),
	(4, 'COORDINATOR', true, '2026-11-23 16:34:15.203194+00', 4, 4),
	(5, 'COORDINATOR', true, '2026-11-23 16:34:15.414276+00', 5, 5),
	(6, 'COORDINATOR', true, '2026-11-23 16:34:15.612514+00', 6, 6),
	(7, 'COORDINATOR', true, '2026-11-23 16:34:15.819504+00', 7, 7),
	(8, 'COORDINATOR', true, '2026-11-23 16:34:16.021577+00', 8, 8),
	(9, 'COORDINATOR', true, '2026-11-23 16:34:16.221013+00', 9, 9),
	(10, 'COORDINATOR', true, '2026-11-23 16:34:16.419059+00', 10, 10);
INSERT INTO public.organisations_organisation VALUES
	(1, 'operator', 'Org operator', '', '', true),
	(2, 'shelter', 'Org shelter', '', '', true),
	(3, 'other-shelter', 'Org other_shelter', '', '', true),
	(4, 'landlord', 'Org landlord', '', '', true),
	(5, 'other-landlord', 'Org other_landlord', '', '', true),
	(6, 'agency', 'Org agency', '', '', true),
	(7, 'holder', 'Org holder', '', '', true),
	(8, 'referrer', 'Org referrer', '', '', true),
	(9, 'specialist', 'Org specialist', '', '', true),
	(10, 'funder', 'Org funder', '', '', true);
INSERT INTO public.organisations_user VALUES
	(1, 'pbkdf2_sha256$1000000$pCntnnLvbaZueDSo75ersJ$DCxs7A0kwgdjAlqGH5982qokpZCx4kvlo/kCiBg2gzM=', NULL, 'operator@exemple.test', 'Camille', 'oper', true, '2026-11-23 16:34:14.363159+00'),
	(2, 'pbkdf2_sha256$1000000$lTjtvW5UAs0Qj3KJw7O9l6$lYu7413aTrDdL1EJXVyMdiWJ6iMpsjNOmOJ8nEWJmio=', NULL, 'shelter@exemple.test', 'Camille', 'shel', true, '2026-11-23 16:34:14.592041+00'),
	(3, 'pbkdf2_sha256$1000000$H93QbKXYFEeKrG0L1WEZfi$m144phbxtob0BgkD7/LKS6OdkZ4Mm2HshuzNYmQyuS0=', NULL, 'other_shelter@exemple.test', 'Camille', 'othe', true, '2026-11-23 16:34:14.800835+00'),
	(4, 'pbkdf2_sha256$1000000$7u4rv7YuaiCDEopOrfYcPa$dWDwzsma+DlErDD3MneOmQXAUCmQb93Tf2cFCI+pQ2M=', NULL, 'landlord@exemple.test', 'Camille', 'land', true, '2026-11-23 16:34:15.005858+00'),
	(5, 'pbkdf2_sha256$1000000$zePkIce95YjleqQ1h9nqtM$KiU4Q6bxlLrEh28qhi5r4MrzVtwO837e0jXHYcVnaW0=', NULL, 'other_landlord@exemple.test', 'Camille', 'othe', true, '2026-11-23 16:34:15.209117+00'),
	(6, 'pbkdf2_sha256$1000000$c8A7y14093MM67tWrMH1lO$ZbV6lcdIFaW4uSCCRu0nB8MLI75K/pby3hxB8xpSizY=', NULL, 'agency@exemple.test', 'Camille', 'agen', true, '2026-11-23 16:34:15.418178+00'),
	(7, 'pbkdf2_sha256$1000000$JxJm6DkYHAwy7GTr8i3bAG$Lz08V7f5Irzp5OvBNNWFCJNiEm3UN4nLiaMuOiKMfww=', NULL, 'holder@exemple.test', 'Camille', 'hold', true, '2026-11-23 16:34:15.621142+00'),
	(8, 'pbkdf2_sha256$1000000$7NO1pQ63nK4JYWnjIn9kUl$dVGpXMYJpOBzpO7GnM94/efmnWubnIKEvV6m8UVIn5k=', NULL, 'referrer@exemple.test', 'Camille', 'refe', true, '2026-11-23 16:34:15.822948+00'),
	(9, 'pbkdf2_sha256$1000000$cXJfx108xTb8qvaoYuaS6K$JMWh/UE3VXOQx1I7gQ+5+RBGud06gTLdpIAaVZ2C1To=', NULL, 'specialist@exemple.test', 'Camille', 'spec', true, '2026-11-23 16:34:16.02494+00'),
	(10, 'pbkdf2_sha256$1000000$PAOR2Srogzuai1tKnwWPON$6V8ZL+6mvGfdiP5vz96mfikw7fpMxQhXMxHiXMWMja8=', NULL, 'funder@exemple.test', 'Camille', 'fund', true, '2026-11-23 16:34:16.224251+00');
INSERT INTO public.platform_casekey VALUES
	('bca32952-9444-44a7-b7fb-f9b352d985dd', '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SHELTER_PLACE', 1, '\x128d0101657cb6de21350b0ef03db774199eace93cbdd430db893d7a8fa60c1d7d82b1ec9e6f2ddc9e539af8983d7d4eb9b493328cca44ea2f9a03cc5bd7b58f5305ae0f166ed4df7a0a32261d8b2a4402921ac07ce7c161114b9236733f9dd30b24c84e4ec155e59bde65da289b10b537b55f1a4ae0926d98843925677c6caed0f0156ed5d275b8095602a3398d29b9', '2026-11-23 16:34:16.444837+00'),
	('1fdd6f58-ffb5-489c-9b5a-2f8c5af70187', '2ec1653d-53f2-4936-a4ae-975c672291e2', 'IDENTITY', 1, '\x128d0101657cb6de921042d5d11f3427e7b5dab4cda0e58644b898d83ccd534f1a4c8b884e0f7e8c1f936e8b1f99648d16e2ca4eac9ba628a905744e9d6a1499ec741c2072a4ce1a97dc47d7710f5b34c3608799c9fef312a57ea675140771c2f37e5494832858f0a6439e97a63aa7ea198923532d701ca8d6b33d276eddaf1bf2565efbc8dac375fe67aa549be40ef7', '2026-11-23 16:34:16.450661+00'),
	('7768d03c-9235-4b27-bd54-e78eaed740ac', '2ec1653d-53f2-4936-a4ae-975c672291e2', 'CONTACT', 1, '\x128d0101657cb6de304aed65c0c07d27cb0f2d22f32e6dad72750efa74b60130a4cf934bf66fe903b50ac6131ae1e101fea669992ee45ee549541dc9dcfdd011aac83599ea18c224621d0bf1068607878afcb11c60366b301eb8ce19458c4197852ab15bec14c88cae7697ea19331c62676fbf5a45adc322ee3d859f3806019e0b4370021a48b3884d03d785c2017284', '2026-11-23 16:34:16.45366+00'),
	('1cd1c362-9a68-4316-a837-5f83a75baac6', '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SAFETY', 1, '\x128d0101657cb6de0ef98fe145bc1d58379494629fa038ac922b3b29b88b35ccf7a6410b9559491be5c844dd1ac66473244833cfe815f2fdb9a41bf25e1d9d402ccb7e1865b83062350a4f5cfae614968174971ea318995c2dd95631d6108fad9ffb4c68c4a38a736f44a9cd0ccac2f57255e0a80cf8eb10c36b472c8ff2a381cf1312096815fa2d16634679f290318d', '2026-11-23 16:34:16.456189+00'),
	('af825a59-38aa-4490-b193-931a881d1e14', '2ec1653d-53f2-4936-a4ae-975c672291e2', 'RESOURCES', 1, '\x128d0101657cb6ded95677b7339e910e893d9a23db80a63a6a0f2c64067be53b8d313e46144c6e9fb5a1a92f9eed289d4e784a6fa882aacbbbb86de39578fa211d606d3dcbc87ca4874bae362a12b09582c2f6d86f43d9c4b598e82d7931f6fcebc89a9669ecff92b90d58960dfcc83a407291617888599d200ddf514562c2cf2f03e02c6f1ae225ef48c4136946e43d', '2026-11-23 16:34:16.543448+00'),
	('ad24a78c-e081-43e4-82d0-45d361cdba2e', 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'SHELTER_PLACE', 1, '\x128d0101657cb6de3cf3cf71ce24ce34a02d2d7e4d6a710ee1866ab571354e750a32c82ccad6c2af8b0ec14f35d5237c2e756fbdec93082196dcba643bd1e3fca1bfa3c6e37df0554d1c350d4491e5df84a66228d1d7913d08433daec07d120cd9bf00cd37017dae48cdc4f2d41fb1d43d5f8656578179ba09ae3b84ed4880de7cb4dd5a118f381c138e073249ff7663', '2026-11-23 16:34:16.629864+00'),
	('5e155e68-a4f6-4b39-8964-19d9d24f392d', 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'IDENTITY', 1, '\x128d0101657cb6deb8796ddd7caeee96d906b1afec22636026d3977066d24f896d6584c28b699d14615cfbb1effaeb89378e33fd9452e917d3486f20f4d25ef08fc732861680115ac956cfcb0f4fe89fe2ce7fc71c22051eb6bf7e72cca7af242862f68c41f4d948681b90670b708e0828f680b80baf586a16736f2d5a351aa4447eb4e914c1be581fb95c46bc0dae03', '2026-11-23 16:34:16.632784+00'),
	('d10412ee-7c09-4fac-af06-7b772e180c8f', 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'CONTACT', 1, '\x128d0101657cb6ded10ed86299fa864df8e1748cdc21201ac1d500a130d05b3449734613fdb70d6f74869fb864a8bb082c4f1b4021763cc9d993b2dfd2b4cade8de585dfc720d2ad57e7ff670c2249a432707ed72272de20a29a6ff6dc4f2df0d9b143a41b4e0a8478d8a30bb6b140b2b2079fb6a136d401114603867e97e21d6bbe28005eb453e2804d906f648f77aa', '2026-11-23 16:34:16.634969+00'),
	('c37eca86-bab9-4956-bc69-90a58fb4eaeb', 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'SAFETY', 1, '\x128d0101657cb6de787bd50fe1758b9f960597ef88a222d584e4856bdb33a60061750c6907bd49efc6a4c96fa1bd37818a8505ebe1f94ff319dbe4c90529915eb5e16bc3f04ebdcd0be12fd14908241bfc4d0d06f43a7adf7ae27e9dd948bf687786781e18fe9d725b4f4cb63198ea2b971e8449815d25f77252cd5c535560a27fc3a244c605e381c4509878b2d6fed0', '2026-11-23 16:34:16.63701+00');
INSERT INTO public.platform_identitydigest VALUES
	('0b54c00b-747a-47a9-b28b-cb21c813949d', 1, '\x1e03e2f935752bc4d0e9fc0a414f9c051952a9056dd6a2a37bf7e285e9bf9ec4', '2ec1653d-53f2-4936-a4ae-975c672291e2'),
	('24835500-3d8b-449c-980d-fb2dbb04743e', 1, '\xebcf5905cb7b8dddfe52dc7493dee1b0177862c70310d04e36fb9cfe86d231c2', '2ec1653d-53f2-4936-a4ae-975c672291e2'),
	('565e6dbe-84ca-49b6-b9c5-7b2cc7e7ee77', 1, '\x714497caf22c9fbb3540087f90b3b408c50f5c4b75478a80f439d50a61d4365c', 'ae844029-7451-4e58-abc1-5f35cd02be1c'),
	('0e93eed2-663f-423b-93a7-a6fd32ee8f96', 1, '\xebcf5905cb7b8dddfe52dc7493dee1b0177862c70310d04e36fb9cfe86d231c2', 'ae844029-7451-4e58-abc1-5f35cd02be1c');
INSERT INTO public.platform_journalentry VALUES
	('01a20942-18f5-7625-8d8b-50eeb350292e', '2026-11-23 16:34:16.437831+00', 2, 2, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SHARES_OPENED', 'web', '{PROGRESS,IDENTITY,CONTACT,HOUSEHOLD,SHELTER_PLACE,SAFETY}', 'organisation:2'),
	('01a20942-190b-70ec-bef5-18973f5049b3', '2026-11-23 16:34:16.459672+00', 2, 2, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'REFERRAL_STARTED', 'web', '{}', ''),
	('01a20942-191e-748a-afa8-a706feaee8f6', '2026-11-23 16:34:16.478274+00', 2, 2, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'CONSENT_RECORDED', 'web', '{}', ''),
	('01a20942-192e-7646-bac3-777a99a9290f', '2026-11-23 16:34:16.494233+00', 2, 2, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SHARES_OPENED', 'web', '{PROGRESS,IDENTITY,CONTACT,HOUSEHOLD,RESOURCES_SUMMARY,RESOURCES,HOUSING_NEED,SAFETY,SHELTER_PLACE,NEED_CARD,PROPOSAL,NEW_HOME,SUPPORT_SOCIAL,SUPPORT_LEGAL}', 'organisation:1'),
	('01a20942-1939-747c-bb20-727226042f76', '2026-11-23 16:34:16.505816+00', 2, 2, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SHARES_OPENED', 'web', '{RESOURCES_SUMMARY,RESOURCES,HOUSING_NEED}', 'organisation:2'),
	('01a20942-193c-763b-b2b3-b3608fa1d9e3', '2026-11-23 16:34:16.508621+00', 2, 2, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SHARES_NARROWED', 'web', '{}', 'organisation:2'),
	('01a20942-193e-70e9-a1f3-19c4b1a2441a', '2026-11-23 16:34:16.510312+00', 2, 2, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'REFERRAL_SENT', 'web', '{}', ''),
	('01a20942-194e-7359-8fe2-c064f4fb9a5f', '2026-11-23 16:34:16.526915+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SHARES_NARROWED', 'web', '{}', 'organisation:2'),
	('01a20942-1950-7f74-9d57-4cb8e3bbc5af', '2026-11-23 16:34:16.528037+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'CASE_ADMITTED', 'web', '{}', ''),
	('01a20942-1957-778d-bc84-2fcab3b14a51', '2026-11-23 16:34:16.535207+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'ASSESSMENT_STARTED', 'web', '{}', ''),
	('01a20942-195a-751f-b6db-5d3ed1424835', '2026-11-23 16:34:16.538702+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'HOUSEHOLD_SAVED', 'web', '{}', ''),
	('01a20942-1961-72dc-8738-5174d1e80b96', '2026-11-23 16:34:16.54563+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'RESOURCES_SAVED', 'web', '{}', ''),
	('01a20942-1965-79a2-894e-987bd12a606e', '2026-11-23 16:34:16.549387+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'NEED_SAVED', 'web', '{}', ''),
	('01a20942-1969-75eb-9be6-2b24b0d168a5', '2026-11-23 16:34:16.55331+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SAFETY_SAVED', 'web', '{}', ''),
	('01a20942-1971-7dda-83a7-58a520eb33ee', '2026-11-23 16:34:16.561605+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'READ', 'web', '{RESOURCES,SAFETY}', ''),
	('01a20942-1978-7717-88ff-61f5c0d7b626', '2026-11-23 16:34:16.568685+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'ASSESSMENT_VALIDATED', 'web', '{}', 'REHOUSING'),
	('01a20942-197e-7dc8-8795-4f8cd99db656', '2026-11-23 16:34:16.574805+00', 4, 4, NULL, NULL, 'VACANCY_ENTERED', 'web', '{}', '8EVT-F2AW'),
	('01a20942-198b-79fd-8fa5-3e6667c3f6a3', '2026-11-23 16:34:16.587924+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'READ', 'web', '{SAFETY}', ''),
	('01a20942-1994-7e79-9a55-47ce91197524', '2026-11-23 16:34:16.59666+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'PROPOSAL_MADE', 'web', '{}', 'WV39-T96E'),
	('01a20942-199b-77cb-93d7-93a20e59ced0', '2026-11-23 16:34:16.603224+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'PROPOSAL_ACCEPTED', 'web', '{}', 'WV39-T96E'),
	('01a20942-19a3-7487-9656-ba39f97bc3f5', '2026-11-23 16:34:16.611222+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SHARES_OPENED', 'web', '{PROGRESS,HOUSEHOLD,RESOURCES_SUMMARY,HOUSING_NEED}', 'organisation:4'),
	('01a20942-19a7-7038-bb15-79d5bed52944', '2026-11-23 16:34:16.615962+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SHARES_OPENED', 'web', '{PROPOSAL}', 'organisation:4'),
	('01a20942-19ab-7295-8270-53977a65d6a2', '2026-11-23 16:34:16.619874+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'SHARES_OPENED', 'web', '{IDENTITY}', 'organisation:4'),
	('01a20942-19ae-7fc8-bdc0-1d584ed5520e', '2026-11-23 16:34:16.62247+00', 1, 1, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 'PROPOSAL_WITH_LANDLORD', 'web', '{}', 'WV39-T96E'),
	('01a20942-19b4-711e-a7d9-fa4b7225d73e', '2026-11-23 16:34:16.628214+00', 2, 2, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'SHARES_OPENED', 'web', '{PROGRESS,IDENTITY,CONTACT,HOUSEHOLD,SHELTER_PLACE,SAFETY}', 'organisation:2'),
	('01a20942-19bf-7fc2-b245-8ee33edcdc76', '2026-11-23 16:34:16.639087+00', 2, 2, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'REFERRAL_STARTED', 'web', '{}', ''),
	('01a20942-19cd-7aa1-b0fc-811862c08fba', '2026-11-23 16:34:16.653798+00', 2, 2, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'CONSENT_RECORDED', 'web', '{}', ''),
	('01a20942-19dd-75ed-b4d3-e204fcf3339e', '2026-11-23 16:34:16.669229+00', 2, 2, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'SHARES_OPENED', 'web', '{PROGRESS,IDENTITY,CONTACT,HOUSEHOLD,RESOURCES_SUMMARY,RESOURCES,HOUSING_NEED,SAFETY,SHELTER_PLACE,NEED_CARD,PROPOSAL,NEW_HOME,SUPPORT_SOCIAL,SUPPORT_LEGAL}', 'organisation:1'),
	('01a20942-19e7-7bde-a40f-80413943c753', '2026-11-23 16:34:16.679861+00', 2, 2, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'SHARES_OPENED', 'web', '{RESOURCES_SUMMARY,RESOURCES,HOUSING_NEED}', 'organisation:2'),
	('01a20942-19ea-7931-9396-148411a7b09b', '2026-11-23 16:34:16.682587+00', 2, 2, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'SHARES_NARROWED', 'web', '{}', 'organisation:2'),
	('01a20942-19eb-7ef0-bee1-269c16fa28bf', '2026-11-23 16:34:16.683724+00', 2, 2, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 'REFERRAL_SENT', 'web', '{}', '');
INSERT INTO public.platform_share VALUES
	('68c663b6-1072-4a39-923e-ca4485cf471e', 'PROGRESS', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486598+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('56c9b699-75ca-4b59-b4fc-bb90bd099149', 'IDENTITY', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486644+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('1a63de63-b604-41fa-a7dd-44eeee0a97bf', 'CONTACT', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486657+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('779b016e-be51-474e-86dd-7a601e2e5972', 'HOUSEHOLD', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486667+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('74de327a-d72d-4380-98da-ddb30ef676ff', 'RESOURCES_SUMMARY', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486676+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('a3b7e5cb-ba4f-4fa1-8b9d-7c1cfc984480', 'RESOURCES', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486685+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('76e7ccaa-8d39-4e9f-b718-40870dacf293', 'HOUSING_NEED', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486693+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('d38d16f1-812e-4790-a263-a3301c75ff25', 'SAFETY', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486702+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('d06a56a4-2332-444e-ab05-4254b5ba0624', 'SHELTER_PLACE', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486711+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('19727b7f-fbfc-40f2-9f73-4b4049e9e08d', 'NEED_CARD', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.48672+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('07d061ee-82af-46c7-a9a1-cb9e1582756f', 'PROPOSAL', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486728+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('75dfbf89-0a57-40eb-9199-7c70fc70aa60', 'NEW_HOME', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486736+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('498ed80d-9e44-499d-b785-a3005cd6341c', 'SUPPORT_SOCIAL', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486745+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('865f087f-3070-49d5-9c1b-4ddaef68ef38', 'SUPPORT_LEGAL', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.486753+00', NULL, NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 1),
	('594b7bc1-27ad-4eaf-9142-16ccfb661e87', 'PROGRESS', NULL, true, false, 'REFERRAL', '2026-11-23 16:34:16.431919+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 2),
	('b5360279-7aaa-4142-95fc-f9a27a338736', 'CONTACT', NULL, true, false, 'REFERRAL', '2026-11-23 16:34:16.431996+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 2),
	('d6b73aef-8f44-43e0-bbc9-2f8403303f5c', 'HOUSEHOLD', NULL, true, false, 'REFERRAL', '2026-11-23 16:34:16.432011+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 2),
	('ef0dc907-8520-4045-b67d-0bc447a08fa8', 'HOUSING_NEED', NULL, true, false, 'REFERRAL', '2026-11-23 16:34:16.502374+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 2),
	('43ea37f3-e494-4459-b406-ef3be673a316', 'IDENTITY', NULL, true, false, 'REFERRAL', '2026-11-23 16:34:16.431982+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 2),
	('f475d70e-f73e-4143-b1c1-88d7a4d4afe3', 'RESOURCES', NULL, true, false, 'REFERRAL', '2026-11-23 16:34:16.502361+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 2),
	('1758103f-8d12-4660-9e3a-737d97f60703', 'RESOURCES_SUMMARY', NULL, true, false, 'REFERRAL', '2026-11-23 16:34:16.502303+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 2),
	('7c94aeac-a160-497c-8289-bc37f29b3a70', 'SAFETY', NULL, false, true, 'REFERRAL', '2026-11-23 16:34:16.432031+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 2),
	('de928f36-35ea-49cb-84bf-058444c12b82', 'SHELTER_PLACE', NULL, true, false, 'REFERRAL', '2026-11-23 16:34:16.432021+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 2),
	('de15d15a-4164-465b-b0cd-e24cd1120c37', 'PROGRESS', NULL, true, false, 'PROPOSAL', '2026-11-23 16:34:16.607722+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 4),
	('b9132aff-2d10-4ed2-bd62-be4d4f70f9cb', 'HOUSEHOLD', NULL, true, false, 'PROPOSAL', '2026-11-23 16:34:16.607763+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 4),
	('2dd6c633-4553-450f-b657-744c1bf017ab', 'RESOURCES_SUMMARY', NULL, true, false, 'PROPOSAL', '2026-11-23 16:34:16.607775+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 4),
	('4b9c2b2b-af76-4950-b922-54ba18ee874e', 'HOUSING_NEED', NULL, true, false, 'PROPOSAL', '2026-11-23 16:34:16.607785+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 4),
	('0c451d4e-2942-426f-9153-4dba2de5bf13', 'PROPOSAL', '19dd973e-b902-4975-b743-4a407d24a74e', true, true, 'PROPOSAL', '2026-11-23 16:34:16.614132+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 4),
	('a2c599b2-a575-45a4-a158-bbda2cf622f4', 'IDENTITY', NULL, true, false, 'ACCEPTANCE', '2026-11-23 16:34:16.618907+00', '2027-11-23 22:59:59.999999+00', NULL, '2ec1653d-53f2-4936-a4ae-975c672291e2', 4),
	('038559bf-6870-41cf-ad61-73624b4abf13', 'PROGRESS', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.6599+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('77bcc562-69df-41e7-b94c-131fc705bef1', 'IDENTITY', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.659941+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('2f4e8784-ad19-49ba-b19b-ed28c3d35221', 'CONTACT', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.659954+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('9ab0174b-d229-446e-ab32-ca7c6d8b4c40', 'HOUSEHOLD', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.659964+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('21176756-7b9c-4741-b4e4-281cb4a3ed67', 'RESOURCES_SUMMARY', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.659974+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('bc038db9-6bfe-40b1-95aa-dd81738facee', 'RESOURCES', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.659984+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('ab317a27-4314-4850-92e3-61f56593498c', 'HOUSING_NEED', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.659994+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('9acdf396-fc1a-4627-984e-a9f33d000905', 'SAFETY', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.660003+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('1587b0c6-d32e-452f-9678-f9708d2dcfd5', 'SHELTER_PLACE', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.660011+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('d7c6ac55-5189-4cac-a1c7-a92334d17224', 'NEED_CARD', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.660019+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('6df9bb1a-3794-41a5-88d4-7dbd7c94d3c8', 'PROPOSAL', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.660027+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('4cebff5c-3d18-4e9a-8693-124a08cb4af4', 'NEW_HOME', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.660035+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('d3aca194-93ba-4643-8b6b-08f079661186', 'SUPPORT_SOCIAL', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.660043+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('36581257-b8b1-4406-8ae5-97630c057ccd', 'SUPPORT_LEGAL', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.660052+00', NULL, NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 1),
	('7679b8df-5b0a-4307-8d6b-f0ead3732d37', 'IDENTITY', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.626184+00', '2027-11-23 22:59:59.999999+00', NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 2),
	('6a7f007a-fe75-4785-b11c-2a1ec7e809b2', 'CONTACT', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.626196+00', '2027-11-23 22:59:59.999999+00', NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 2),
	('3dedb199-e5bb-4962-812e-c97f9d9b385b', 'HOUSEHOLD', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.626206+00', '2027-11-23 22:59:59.999999+00', NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 2),
	('6c545dac-f384-47c1-87de-2e204d8ca291', 'SHELTER_PLACE', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.626216+00', '2027-11-23 22:59:59.999999+00', NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 2),
	('a9c5ac21-e144-4d50-bd3f-9994b00a87e6', 'SAFETY', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.626225+00', '2027-11-23 22:59:59.999999+00', NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 2),
	('09295375-0ede-498e-801f-f63c8f887fee', 'RESOURCES_SUMMARY', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.676705+00', '2027-11-23 22:59:59.999999+00', NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 2),
	('08295c24-cc1b-4dc8-ac96-79a00ff25ad6', 'RESOURCES', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.676811+00', '2027-11-23 22:59:59.999999+00', NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 2),
	('7f5b1e97-5299-429c-b091-4e0388f2f38a', 'HOUSING_NEED', NULL, true, true, 'REFERRAL', '2026-11-23 16:34:16.676825+00', '2027-11-23 22:59:59.999999+00', NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 2),
	('46570c4e-4d23-4c2d-9a1d-2ddb715ddf1a', 'PROGRESS', NULL, true, false, 'REFERRAL', '2026-11-23 16:34:16.626147+00', '2027-11-23 22:59:59.999999+00', NULL, 'ae844029-7451-4e58-abc1-5f35cd02be1c', 2);
INSERT INTO public.programmes_commune VALUES
	('45034', 'Boigny-sur-Bionne', 2194, 47.9321, 2.0192, '{45760}', 'B1', '2', '{45089,45194,45197,45284}'),
	('45043', 'Bou', 1036, 47.8702, 2.0472, '{45430}', 'B2', '3', '{45089,45194}'),
	('45072', 'Chanteau', 1590, 47.9764, 1.9648, '{45400}', 'B2', '3', '{45147,45197,45308}'),
	('45075', 'La Chapelle-Saint-Mesmin', 11017, 47.889, 1.828, '{45380}', 'B1', '2', '{45169,45285,45298}'),
	('45089', 'Chécy', 9083, 47.9025, 2.0231, '{45430}', 'B1', '2', '{45034,45043,45100,45194,45274,45284}'),
	('45100', 'Combleux', 547, 47.9004, 1.9865, '{45800}', 'B1', '2', '{45089,45274,45284}'),
	('45147', 'Fleury-les-Aubrais', 21804, 47.9386, 1.9196, '{45400}', 'B1', '2', '{45072,45234,45302,45308}'),
	('45169', 'Ingré', 10062, 47.9168, 1.8229, '{45140}', 'B1', '2', '{45075,45235,45285,45302}'),
	('45194', 'Mardié', 3078, 47.8971, 2.0689, '{45430}', 'B1', '2', '{45034,45043,45089}'),
	('45197', 'Marigny-les-Usages', 1887, 47.9587, 2.0135, '{45760}', 'B2', '3', '{45034,45072,45284,45308}'),
	('45232', 'Olivet', 23507, 47.8548, 1.8888, '{45160}', 'B1', '2', '{45234,45272,45282,45298}'),
	('45234', 'Orléans', 116357, 47.8822, 1.9166, '{45000,45100}', 'B1', '2', '{45147,45232,45272,45284,45285,45286,45298,45302,45308}'),
	('45235', 'Ormes', 4376, 47.9475, 1.8062, '{45140}', 'B1', '2', '{45169,45302}'),
	('45272', 'Saint-Cyr-en-Val', 3467, 47.8143, 1.9598, '{45590}', 'B1', '2', '{45232,45234,45274,45286}'),
	('45274', 'Saint-Denis-en-Val', 7766, 47.8808, 1.9723, '{45560}', 'B1', '2', '{45089,45100,45272,45284,45286}'),
	('45282', 'Saint-Hilaire-Saint-Mesmin', 3261, 47.8499, 1.8339, '{45160}', 'B1', '2', '{45232,45298}'),
	('45284', 'Saint-Jean-de-Braye', 23147, 47.9178, 1.9727, '{45800}', 'B1', '2', '{45034,45089,45100,45197,45234,45274,45286,45308}'),
	('45285', 'Saint-Jean-de-la-Ruelle', 16768, 47.9118, 1.8711, '{45140}', 'B1', '2', '{45075,45169,45234,45298,45302}'),
	('45286', 'Saint-Jean-le-Blanc', 9562, 47.8828, 1.9333, '{45650}', 'B1', '2', '{45234,45272,45274,45284}'),
	('45298', 'Saint-Pryvé-Saint-Mesmin', 6256, 47.8805, 1.855, '{45750}', 'B1', '2', '{45075,45232,45234,45282,45285}'),
	('45302', 'Saran', 17316, 47.9496, 1.878, '{45770}', 'B1', '2', '{45147,45169,45234,45235,45285}'),
	('45308', 'Semoy', 3269, 47.9379, 1.963, '{45400}', 'B1', '2', '{45072,45147,45197,45234,45284}');
INSERT INTO public.programmes_participation VALUES
	(1, 'OPERATOR', true, 1, 1),
	(2, 'SHELTER', true, 2, 1),
	(3, 'SHELTER', true, 3, 1),
	(4, 'LANDLORD', true, 4, 1),
	(5, 'LANDLORD', true, 5, 1),
	(6, 'LETTING_AGENCY', true, 6, 1),
	(7, 'RESERVATION_HOLDER', true, 7, 1),
	(8, 'REFERRER', true, 8, 1),
	(9, 'SPECIALIST', true, 9, 1),
	(10, 'FUNDER', true, 10, 1);
INSERT INTO public.programmes_programme VALUES
	(1, 'orleans', 'Dispositif', 'Orléans Métropole', '2024-06-30', 0.300, 10.00, 10, 15, '{}');
INSERT INTO public.programmes_reservationright VALUES
	(1, '2', '', 7, 1);
INSERT INTO public.sharing_consent VALUES
	('196f270e-65bc-4f84-87fc-342ee0548715', '\x0144bd9aab0465ccab6c237188588c4099cd07bd718977799acc7a4ee818412f4228f73e090dd7baca788ff3992c743d1ef83a5ab81ea1f8b7fdbab79b915beadfe8bcab467c332087d82dc9c643803d55cde83ad91158a2e54be25b64c9932f07c96ae1c5d0d9b1c17a8be0dbe9f2ec99a61c27700db97d76dc7e5a80e27592792dd852e947472a0862142cfb0cb0a907ada20b228c26e456d1c8881a394b14961995721ff9887d40c81b81cd114fb2017115e91571680c0006b7036c78e3f8630dcd5c9e441a4eb302a675b349c36c2b9c1ba4dd7bc71628dbabebbebaf64484220bdbf78724106c7ae8954925086646ddb1c8ff2bf29808246f3c31105d87da1c856af29a1e4e1fb2e22b3b0c90871dcb37311d1a5efa4af44352a220fd2141', 1, 'WRITTEN', '2026-11-23', '2027-11-23', '2026-11-23 16:34:16.474456+00', '2ec1653d-53f2-4936-a4ae-975c672291e2', '{1,2}', '{1}'),
	('2a6dd1f4-00d7-421e-b942-715ec34fb175', '\x015241911e5582d2aa68e0c7750868cc5a6a4ecb71f4f3aba9369f824a5a2782d18d0579dfc7907277d13c67c54d3c566e294e85a7b2c928f10def809b9c14e0fd3319664552c98ba8cc6a78be4e7f2eb47cd72d9abf076fa53e455d66e549f76685d706d240fee66e95b144575310c8934e8ab52cab189db9c1aff24440daf3006b26ff245f2e1e9d703603fc708d758e485a0ee27f77c696a938e940d160da4c3dd9defbcd4d375bd8a885631799615799f18ed815968a4ab68fe5947bed07f30b92b6dcd41587afb4b7d18ab57d387eff0f109268b4d3254902e89d5787693b6b1d2eba84078b4e3018d59addff21eb8215f45703f4394307a37eaefa96953c1d2f0bd42e663ab87f4d7472f27e10d996b3f76ac9b56f08f33c0a625de9e0ef', 1, 'WRITTEN', '2026-11-23', '2027-11-23', '2026-11-23 16:34:16.651239+00', 'ae844029-7451-4e58-abc1-5f35cd02be1c', '{1,2}', '{1,2}');
INSERT INTO public.sharing_consentitem VALUES
	('04e9b632-e3d4-4af7-b0ea-73ec8db3c718', 'OPERATOR', true, '2ec1653d-53f2-4936-a4ae-975c672291e2', '196f270e-65bc-4f84-87fc-342ee0548715', '{1,2}', '{1}'),
	('6d857271-418d-4aac-ac87-2768d224f868', 'REFERRER', true, '2ec1653d-53f2-4936-a4ae-975c672291e2', '196f270e-65bc-4f84-87fc-342ee0548715', '{1,2}', '{1}'),
	('57386585-c204-4900-aaf6-7653edcbdd7d', 'ORIGIN', true, '2ec1653d-53f2-4936-a4ae-975c672291e2', '196f270e-65bc-4f84-87fc-342ee0548715', '{1,2}', '{1}'),
	('c00af59e-a096-49c8-83cd-5f60cbe2ce7b', 'BOARD', true, '2ec1653d-53f2-4936-a4ae-975c672291e2', '196f270e-65bc-4f84-87fc-342ee0548715', '{1,2}', '{1}'),
	('7b32f3e6-5b06-403b-a38f-ac3a055be232', 'LANDLORD', true, '2ec1653d-53f2-4936-a4ae-975c672291e2', '196f270e-65bc-4f84-87fc-342ee0548715', '{1,2}', '{1}'),
	('18d8e4d3-fdea-421e-9799-d1cf3d4c8a92', 'HOLDER', true, '2ec1653d-53f2-4936-a4ae-975c672291e2', '196f270e-65bc-4f84-87fc-342ee0548715', '{1,2}', '{1}'),
	('9bfe6869-a9f0-47b8-be5b-6a3e802999d2', 'OPERATOR', true, 'ae844029-7451-4e58-abc1-5f35cd02be1c', '2a6dd1f4-00d7-421e-b942-715ec34fb175', '{1,2}', '{1,2}'),
	('9c0fbb96-38d8-4f34-b728-b1ce1e2534da', 'REFERRER', true, 'ae844029-7451-4e58-abc1-5f35cd02be1c', '2a6dd1f4-00d7-421e-b942-715ec34fb175', '{1,2}', '{1,2}'),
	('2aa4e624-9917-4fa1-88e5-74090b50c493', 'ORIGIN', true, 'ae844029-7451-4e58-abc1-5f35cd02be1c', '2a6dd1f4-00d7-421e-b942-715ec34fb175', '{1,2}', '{1,2}'),
	('6c0f4077-9120-4c83-a5ba-99ba42de4054', 'BOARD', true, 'ae844029-7451-4e58-abc1-5f35cd02be1c', '2a6dd1f4-00d7-421e-b942-715ec34fb175', '{1,2}', '{1,2}'),
	('1c843353-0f17-4f15-b601-10c043008942', 'LANDLORD', true, 'ae844029-7451-4e58-abc1-5f35cd02be1c', '2a6dd1f4-00d7-421e-b942-715ec34fb175', '{1,2}', '{1,2}'),
	('087c0508-5537-4492-8244-14690c601816', 'HOLDER', true, 'ae844029-7451-4e58-abc1-5f35cd02be1c', '2a6dd1f4-00d7-421e-b942-715ec34fb175', '{1,2}', '{1,2}');
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 196, true);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 49, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 73, true);
SELECT pg_catalog.setval('public.housing_importprofile_id_seq', 1, false);
SELECT pg_catalog.setval('public.organisations_invitation_id_seq', 1, false);
SELECT pg_catalog.setval('public.organisations_membership_id_seq', 10, true);
SELECT pg_catalog.setval('public.organisations_organisation_id_seq', 10, true);
SELECT pg_catalog.setval('public.organisations_user_id_seq', 10, true);
SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);
SELECT pg_catalog.setval('public.programmes_incomeceiling_id_seq', 32, true);
SELECT pg_catalog.setval('public.programmes_participation_id_seq', 10, true);
SELECT pg_catalog.setval('public.programmes_pathwaytarget_id_seq', 1, false);
SELECT pg_catalog.setval('public.programmes_programme_id_seq', 1, true);
SELECT pg_catalog.setval('public.programmes_reservationright_id_seq', 1, true);
ALTER TABLE ONLY havre.admission_day
    ADD CONSTRAINT admission_day_pkey PRIMARY KEY (keeper_id, programme_id, day, pathway);
ALTER TABLE ONLY havre.case_table
    ADD CONSTRAINT case_table_pkey PRIMARY KEY (name);
ALTER TABLE ONLY havre.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (tenancy_id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.allocations_proposal
    ADD CONSTRAINT allocations_proposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.allocations_proposal
    ADD CONSTRAINT allocations_proposal_reference_key UNIQUE (reference);
ALTER TABLE ONLY public.allocations_proposalstep
    ADD CONSTRAINT allocations_proposalstep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.allocations_tenancy
    ADD CONSTRAINT allocations_tenancy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.allocations_tenancy
    ADD CONSTRAINT allocations_tenancy_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.assessments_assessment
    ADD CONSTRAINT assessments_assessment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assessments_householdmember
    ADD CONSTRAINT assessments_householdmember_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assessments_housingneed
    ADD CONSTRAINT assessments_housingneed_assessment_id_key UNIQUE (assessment_id);
ALTER TABLE ONLY public.assessments_housingneed
    ADD CONSTRAINT assessments_housingneed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assessments_needcard
    ADD CONSTRAINT assessments_needcard_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assessments_needcard
    ADD CONSTRAINT assessments_needcard_reference_key UNIQUE (reference);
ALTER TABLE ONLY public.assessments_resourcesdetail
    ADD CONSTRAINT assessments_resourcesdetail_assessment_id_key UNIQUE (assessment_id);
ALTER TABLE ONLY public.assessments_resourcesdetail
    ADD CONSTRAINT assessments_resourcesdetail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assessments_resourcessummary
    ADD CONSTRAINT assessments_resourcessummary_assessment_id_key UNIQUE (assessment_id);
ALTER TABLE ONLY public.assessments_resourcessummary
    ADD CONSTRAINT assessments_resourcessummary_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assessments_safetyplan
    ADD CONSTRAINT assessments_safetyplan_assessment_id_key UNIQUE (assessment_id);
ALTER TABLE ONLY public.assessments_safetyplan
    ADD CONSTRAINT assessments_safetyplan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_reference_key UNIQUE (reference);
ALTER TABLE ONLY public.cases_caseevent
    ADD CONSTRAINT cases_caseevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_householdoutline
    ADD CONSTRAINT cases_householdoutline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_identity
    ADD CONSTRAINT cases_identity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_referral
    ADD CONSTRAINT cases_referral_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_safecontact
    ADD CONSTRAINT cases_safecontact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_safetyoutline
    ADD CONSTRAINT cases_safetyoutline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.housing_dwelling
    ADD CONSTRAINT dwelling_of_landlord UNIQUE (id, landlord_id);
ALTER TABLE ONLY public.housing_dwelling
    ADD CONSTRAINT housing_dwelling_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.housing_importprofile
    ADD CONSTRAINT housing_importprofile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.housing_importrun
    ADD CONSTRAINT housing_importrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.housing_vacancy
    ADD CONSTRAINT housing_vacancy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.housing_vacancy
    ADD CONSTRAINT housing_vacancy_reference_key UNIQUE (reference);
ALTER TABLE ONLY public.assessments_householdmember
    ADD CONSTRAINT members_in_order UNIQUE (assessment_id, "position");
ALTER TABLE ONLY public.sharing_consentitem
    ADD CONSTRAINT one_answer_per_recipient UNIQUE (consent_id, recipient);
ALTER TABLE ONLY public.assessments_assessment
    ADD CONSTRAINT one_assessment_per_version UNIQUE (case_id, version);
ALTER TABLE ONLY public.programmes_incomeceiling
    ADD CONSTRAINT one_ceiling_per_year UNIQUE (year, financing, category);
ALTER TABLE ONLY public.sharing_consent
    ADD CONSTRAINT one_consent_per_version UNIQUE (case_id, version);
ALTER TABLE ONLY public.cases_safecontact
    ADD CONSTRAINT one_contact_per_case UNIQUE (case_id);
ALTER TABLE ONLY public.housing_dwelling
    ADD CONSTRAINT one_dwelling_per_reference UNIQUE (landlord_id, reference);
ALTER TABLE ONLY public.programmes_reservationright
    ADD CONSTRAINT one_holder UNIQUE (programme_id, code, detail);
ALTER TABLE ONLY public.cases_identity
    ADD CONSTRAINT one_identity_per_case UNIQUE (case_id);
ALTER TABLE ONLY public.platform_casekey
    ADD CONSTRAINT one_key_per_version UNIQUE (case_id, compartment, version);
ALTER TABLE ONLY public.cases_householdoutline
    ADD CONSTRAINT one_outline_per_case UNIQUE (case_id);
ALTER TABLE ONLY public.programmes_participation
    ADD CONSTRAINT one_participation_per_role UNIQUE (programme_id, organisation_id, role);
ALTER TABLE ONLY public.housing_importprofile
    ADD CONSTRAINT one_profile_per_landlord UNIQUE (landlord_id, kind);
ALTER TABLE ONLY public.cases_referral
    ADD CONSTRAINT one_referral_per_case UNIQUE (case_id);
ALTER TABLE ONLY public.cases_safetyoutline
    ADD CONSTRAINT one_safety_per_case UNIQUE (case_id);
ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT one_seat_per_person UNIQUE (user_id, organisation_id);
ALTER TABLE ONLY public.programmes_pathwaytarget
    ADD CONSTRAINT one_target_per_pathway_and_year UNIQUE (programme_id, year, pathway);
ALTER TABLE ONLY public.organisations_invitation
    ADD CONSTRAINT organisations_invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_invitation
    ADD CONSTRAINT organisations_invitation_token_digest_key UNIQUE (token_digest);
ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_organisation
    ADD CONSTRAINT organisations_organisation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_organisation
    ADD CONSTRAINT organisations_organisation_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.organisations_user
    ADD CONSTRAINT organisations_user_email_key UNIQUE (email);
ALTER TABLE ONLY public.organisations_user
    ADD CONSTRAINT organisations_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.platform_casekey
    ADD CONSTRAINT platform_casekey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.platform_identitydigest
    ADD CONSTRAINT platform_identitydigest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.platform_journalentry
    ADD CONSTRAINT platform_journalentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.platform_outgoingmail
    ADD CONSTRAINT platform_outgoingmail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.platform_share
    ADD CONSTRAINT platform_share_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.programmes_commune
    ADD CONSTRAINT programmes_commune_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.programmes_incomeceiling
    ADD CONSTRAINT programmes_incomeceiling_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.programmes_locality
    ADD CONSTRAINT programmes_locality_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.programmes_participation
    ADD CONSTRAINT programmes_participation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.programmes_pathwaytarget
    ADD CONSTRAINT programmes_pathwaytarget_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.programmes_programme
    ADD CONSTRAINT programmes_programme_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.programmes_programme
    ADD CONSTRAINT programmes_programme_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.programmes_reservationright
    ADD CONSTRAINT programmes_reservationright_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sharing_consent
    ADD CONSTRAINT sharing_consent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sharing_consentitem
    ADD CONSTRAINT sharing_consentitem_pkey PRIMARY KEY (id);
CREATE INDEX lease_counted ON havre.lease USING btree (keeper_id, programme_id, signed_on) INCLUDE (landlord_id, holder_id, commune_id, origin_id, referring_id);
CREATE INDEX lease_of_case ON havre.lease USING btree (case_id);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX allocations_proposal_case_id_a3d20ece ON public.allocations_proposal USING btree (case_id);
CREATE INDEX allocations_proposal_holder_id_d2a5ee26 ON public.allocations_proposal USING btree (holder_id);
CREATE INDEX allocations_proposal_landlord_id_e5276cff ON public.allocations_proposal USING btree (landlord_id);
CREATE INDEX allocations_proposal_reference_599a7f78_like ON public.allocations_proposal USING btree (reference varchar_pattern_ops);
CREATE INDEX allocations_proposal_vacancy_id_9a426a46 ON public.allocations_proposal USING btree (vacancy_id);
CREATE INDEX allocations_proposalstep_by_organisation_id_62b2d223 ON public.allocations_proposalstep USING btree (by_organisation_id);
CREATE INDEX allocations_proposalstep_case_id_878a2ea1 ON public.allocations_proposalstep USING btree (case_id);
CREATE INDEX allocations_proposalstep_proposal_id_60b77796 ON public.allocations_proposalstep USING btree (proposal_id);
CREATE INDEX allocations_tenancy_case_id_ce7f4981 ON public.allocations_tenancy USING btree (case_id);
CREATE INDEX allocations_tenancy_commune_id_7b3051a9 ON public.allocations_tenancy USING btree (commune_id);
CREATE INDEX allocations_tenancy_commune_id_7b3051a9_like ON public.allocations_tenancy USING btree (commune_id varchar_pattern_ops);
CREATE INDEX allocations_tenancy_holder_id_6e97e22b ON public.allocations_tenancy USING btree (holder_id);
CREATE INDEX allocations_tenancy_landlord_id_e7512dbb ON public.allocations_tenancy USING btree (landlord_id);
CREATE INDEX assessments_assessment_case_id_3fc00999 ON public.assessments_assessment USING btree (case_id);
CREATE INDEX assessments_householdmember_assessment_id_957eb7be ON public.assessments_householdmember USING btree (assessment_id);
CREATE INDEX assessments_householdmember_case_id_8f6c1d05 ON public.assessments_householdmember USING btree (case_id);
CREATE INDEX assessments_housingneed_case_id_b1d3d884 ON public.assessments_housingneed USING btree (case_id);
CREATE INDEX assessments_needcard_assessment_id_e5cbc0da ON public.assessments_needcard USING btree (assessment_id);
CREATE INDEX assessments_needcard_case_id_fe1d8146 ON public.assessments_needcard USING btree (case_id);
CREATE INDEX assessments_needcard_reference_4c3b8f32_like ON public.assessments_needcard USING btree (reference varchar_pattern_ops);
CREATE INDEX assessments_resourcesdetail_case_id_a2382991 ON public.assessments_resourcesdetail USING btree (case_id);
CREATE INDEX assessments_resourcessummary_case_id_6e8e089f ON public.assessments_resourcessummary USING btree (case_id);
CREATE INDEX assessments_safetyplan_case_id_9ac7405e ON public.assessments_safetyplan USING btree (case_id);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX card_published ON public.assessments_needcard USING btree (urgency, published_at) WHERE (withdrawn_at IS NULL);
CREATE INDEX case_admitted ON public.cases_case USING btree (programme_id, admitted_on);
CREATE INDEX case_by_stage ON public.cases_case USING btree (programme_id, stage, stage_since DESC);
CREATE INDEX case_counted ON public.cases_case USING btree (steward_id, programme_id, admitted_on) INCLUDE (pathway) WHERE (admitted_on IS NOT NULL);
CREATE INDEX case_ended ON public.cases_case USING btree (steward_id, programme_id, ended_on) INCLUDE (admitted_on) WHERE ((admitted_on IS NOT NULL) AND (ended_on IS NOT NULL));
CREATE INDEX case_recent ON public.cases_case USING btree (programme_id, stage_since DESC);
CREATE INDEX cases_case_caseworker_id_bbbb6f54 ON public.cases_case USING btree (caseworker_id);
CREATE INDEX cases_case_programme_id_f30acc12 ON public.cases_case USING btree (programme_id);
CREATE INDEX cases_case_reference_cb43aa34_like ON public.cases_case USING btree (reference varchar_pattern_ops);
CREATE INDEX cases_case_steward_id_c0c2acb7 ON public.cases_case USING btree (steward_id);
CREATE INDEX cases_caseevent_case_id_6c6031ac ON public.cases_caseevent USING btree (case_id);
CREATE INDEX cases_householdoutline_case_id_9bc20039 ON public.cases_householdoutline USING btree (case_id);
CREATE INDEX cases_identity_case_id_38c52c50 ON public.cases_identity USING btree (case_id);
CREATE INDEX cases_referral_case_id_5223ea54 ON public.cases_referral USING btree (case_id);
CREATE INDEX cases_referral_origin_landlord_id_d21318b0 ON public.cases_referral USING btree (origin_landlord_id);
CREATE INDEX cases_referral_referred_by_id_32fb505f ON public.cases_referral USING btree (referred_by_id);
CREATE INDEX cases_referral_referring_organisation_id_a5b1ac86 ON public.cases_referral USING btree (referring_organisation_id);
CREATE INDEX cases_safecontact_case_id_f07641b1 ON public.cases_safecontact USING btree (case_id);
CREATE INDEX cases_safetyoutline_case_id_967e5614 ON public.cases_safetyoutline USING btree (case_id);
CREATE INDEX digest_lookup ON public.platform_identitydigest USING btree (organisation_id, digest);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE UNIQUE INDEX email_whatever_its_case ON public.organisations_user USING btree (lower((email)::text));
CREATE INDEX event_by_code ON public.cases_caseevent USING btree (code, "on");
CREATE INDEX event_of_case ON public.cases_caseevent USING btree (case_id, "on", recorded_at);
CREATE INDEX housing_dwelling_commune_id_29eb8390 ON public.housing_dwelling USING btree (commune_id);
CREATE INDEX housing_dwelling_commune_id_29eb8390_like ON public.housing_dwelling USING btree (commune_id varchar_pattern_ops);
CREATE INDEX housing_dwelling_landlord_id_ce094e92 ON public.housing_dwelling USING btree (landlord_id);
CREATE INDEX housing_importprofile_landlord_id_96a58115 ON public.housing_importprofile USING btree (landlord_id);
CREATE INDEX housing_importrun_landlord_id_c5361fc6 ON public.housing_importrun USING btree (landlord_id);
CREATE INDEX housing_importrun_programme_id_c21c9394 ON public.housing_importrun USING btree (programme_id);
CREATE INDEX housing_importrun_uploaded_by_id_a652dc94 ON public.housing_importrun USING btree (uploaded_by_id);
CREATE INDEX housing_vacancy_dwelling_id_ae7b911f ON public.housing_vacancy USING btree (dwelling_id);
CREATE INDEX housing_vacancy_holder_id_e67a369d ON public.housing_vacancy USING btree (holder_id);
CREATE INDEX housing_vacancy_landlord_id_d2dc6730 ON public.housing_vacancy USING btree (landlord_id);
CREATE INDEX housing_vacancy_programme_id_357d0ae0 ON public.housing_vacancy USING btree (programme_id);
CREATE INDEX housing_vacancy_reference_03eaad9a_like ON public.housing_vacancy USING btree (reference varchar_pattern_ops);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX import_recent ON public.housing_importrun USING btree (landlord_id, created_at DESC);
CREATE INDEX journal_case ON public.platform_journalentry USING btree (case_id, at);
CREATE INDEX journal_organisation ON public.platform_journalentry USING btree (organisation_id, at);
CREATE INDEX mail_waiting ON public.platform_outgoingmail USING btree (created_at) WHERE ((status)::text = 'WAITING'::text);
CREATE UNIQUE INDEX one_hold_per_vacancy ON public.allocations_proposal USING btree (vacancy_id) WHERE ((status)::text = ANY ((ARRAY['ACCEPTED'::character varying, 'ALLOCATED'::character varying, 'COMMITTEE'::character varying, 'CONDITIONAL'::character varying, 'CONFIRMED'::character varying, 'LEASED'::character varying, 'MOVED_IN'::character varying, 'PROPOSED'::character varying, 'RANKED'::character varying, 'WITH_HOLDER'::character varying, 'WITH_LANDLORD'::character varying])::text[]));
CREATE UNIQUE INDEX one_open_assessment ON public.assessments_assessment USING btree (case_id) WHERE ((status)::text = 'OPEN'::text);
CREATE UNIQUE INDEX one_open_share ON public.platform_share USING btree (case_id, organisation_id, compartment, scope) NULLS NOT DISTINCT WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX one_open_vacancy ON public.housing_vacancy USING btree (dwelling_id) WHERE ((status)::text = 'OPEN'::text);
CREATE UNIQUE INDEX one_operator ON public.programmes_participation USING btree (programme_id) WHERE (active AND ((role)::text = 'OPERATOR'::text));
CREATE UNIQUE INDEX one_published_card ON public.assessments_needcard USING btree (case_id) WHERE (withdrawn_at IS NULL);
CREATE UNIQUE INDEX one_running_proposal_per_case ON public.allocations_proposal USING btree (case_id) WHERE ((status)::text = ANY ((ARRAY['ACCEPTED'::character varying, 'ALLOCATED'::character varying, 'COMMITTEE'::character varying, 'CONDITIONAL'::character varying, 'CONFIRMED'::character varying, 'LEASED'::character varying, 'MOVED_IN'::character varying, 'PROPOSED'::character varying, 'RANKED'::character varying, 'WITH_HOLDER'::character varying, 'WITH_LANDLORD'::character varying])::text[]));
CREATE INDEX organisations_invitation_invited_by_id_766b39b8 ON public.organisations_invitation USING btree (invited_by_id);
CREATE INDEX organisations_invitation_organisation_id_438a835d ON public.organisations_invitation USING btree (organisation_id);
CREATE INDEX organisations_invitation_token_digest_3602112e_like ON public.organisations_invitation USING btree (token_digest varchar_pattern_ops);
CREATE INDEX organisations_membership_organisation_id_716d02c4 ON public.organisations_membership USING btree (organisation_id);
CREATE INDEX organisations_membership_user_id_dfd8e4e8 ON public.organisations_membership USING btree (user_id);
CREATE INDEX organisations_organisation_slug_5f32bfb4_like ON public.organisations_organisation USING btree (slug varchar_pattern_ops);
CREATE INDEX organisations_user_email_9a1ca5c9_like ON public.organisations_user USING btree (email varchar_pattern_ops);
CREATE INDEX platform_identitydigest_case_id_bbc0869b ON public.platform_identitydigest USING btree (case_id);
CREATE INDEX platform_share_case_id_0d0c267c ON public.platform_share USING btree (case_id);
CREATE INDEX platform_share_organisation_id_11ccc14d ON public.platform_share USING btree (organisation_id);
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE INDEX programmes_commune_code_78e00ccb_like ON public.programmes_commune USING btree (code varchar_pattern_ops);
CREATE INDEX programmes_incomeceiling_edited_by_id_1df4c5cd ON public.programmes_incomeceiling USING btree (edited_by_id);
CREATE INDEX programmes_locality_commune_id_3001b564 ON public.programmes_locality USING btree (commune_id);
CREATE INDEX programmes_locality_commune_id_3001b564_like ON public.programmes_locality USING btree (commune_id varchar_pattern_ops);
CREATE INDEX programmes_locality_name_ab16bea2_like ON public.programmes_locality USING btree (name varchar_pattern_ops);
CREATE INDEX programmes_participation_organisation_id_b0489036 ON public.programmes_participation USING btree (organisation_id);
CREATE INDEX programmes_participation_programme_id_ac4ccdd4 ON public.programmes_participation USING btree (programme_id);
CREATE INDEX programmes_pathwaytarget_programme_id_b4e29407 ON public.programmes_pathwaytarget USING btree (programme_id);
CREATE INDEX programmes_programme_slug_04431cc7_like ON public.programmes_programme USING btree (slug varchar_pattern_ops);
CREATE INDEX programmes_reservationright_holder_id_7d2cd9a2 ON public.programmes_reservationright USING btree (holder_id);
CREATE INDEX programmes_reservationright_programme_id_17de3683 ON public.programmes_reservationright USING btree (programme_id);
CREATE INDEX proposal_holder ON public.allocations_proposal USING btree (holder_id, status, status_since DESC);
CREATE INDEX proposal_landlord ON public.allocations_proposal USING btree (landlord_id, status, status_since DESC);
CREATE INDEX proposal_recent ON public.allocations_proposal USING btree (status_since DESC);
CREATE INDEX proposal_running ON public.allocations_proposal USING btree (status_since DESC, id) WHERE ((status)::text = ANY ((ARRAY['ACCEPTED'::character varying, 'ALLOCATED'::character varying, 'COMMITTEE'::character varying, 'CONDITIONAL'::character varying, 'CONFIRMED'::character varying, 'LEASED'::character varying, 'PROPOSED'::character varying, 'RANKED'::character varying, 'WITH_HOLDER'::character varying, 'WITH_LANDLORD'::character varying])::text[]));
CREATE INDEX proposal_status ON public.allocations_proposal USING btree (status, status_since DESC);
CREATE INDEX share_lapsing ON public.platform_share USING btree (organisation_id, compartment, until) WHERE ((closed_at IS NULL) AND (until IS NOT NULL));
CREATE INDEX share_open ON public.platform_share USING btree (organisation_id, compartment, case_id) WHERE ((closed_at IS NULL) AND reads);
CREATE INDEX sharing_consent_case_id_1b4e38c4 ON public.sharing_consent USING btree (case_id);
CREATE INDEX sharing_consentitem_case_id_f68dcdb3 ON public.sharing_consentitem USING btree (case_id);
CREATE INDEX sharing_consentitem_consent_id_dee6422b ON public.sharing_consentitem USING btree (consent_id);
CREATE INDEX tenancy_signed ON public.allocations_tenancy USING btree (lease_signed_on);
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX vacancy_expiring ON public.housing_vacancy USING btree (programme_id, expires_on) WHERE ((status)::text = 'OPEN'::text);
CREATE INDEX vacancy_of_landlord ON public.housing_vacancy USING btree (landlord_id, available_on) WHERE ((status)::text = 'OPEN'::text);
CREATE INDEX vacancy_open ON public.housing_vacancy USING btree (programme_id, available_on) WHERE ((status)::text = 'OPEN'::text);
CREATE INDEX vacancy_recent ON public.housing_vacancy USING btree (programme_id, entered_at DESC);
CREATE TRIGGER havre_admission AFTER INSERT OR DELETE ON public.cases_case FOR EACH ROW EXECUTE FUNCTION havre.follow_admission();
CREATE TRIGGER havre_admission_moved AFTER UPDATE ON public.cases_case FOR EACH ROW WHEN (((((old.steward_id IS DISTINCT FROM new.steward_id) OR (old.programme_id IS DISTINCT FROM new.programme_id)) OR (old.admitted_on IS DISTINCT FROM new.admitted_on)) OR ((old.pathway)::text IS DISTINCT FROM (new.pathway)::text))) EXECUTE FUNCTION havre.follow_admission();
CREATE TRIGGER havre_admission_truncate AFTER TRUNCATE ON public.cases_case FOR EACH STATEMENT EXECUTE FUNCTION havre.follow_admission();
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.allocations_proposal FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('PROPOSAL', 'case_id', 'id');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.allocations_proposalstep FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('PROPOSAL', 'case_id', 'proposal_id');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.allocations_tenancy FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('NEW_HOME', 'case_id', 'proposal_id');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.assessments_assessment FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('HOUSING_NEED', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.assessments_householdmember FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('HOUSEHOLD', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.assessments_housingneed FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('HOUSING_NEED', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.assessments_needcard FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('NEED_CARD', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.assessments_resourcesdetail FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('RESOURCES', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.assessments_resourcessummary FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('RESOURCES_SUMMARY', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.assessments_safetyplan FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('SAFETY', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.cases_case FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('PROGRESS', 'id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.cases_caseevent FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('PROGRESS', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.cases_householdoutline FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('HOUSEHOLD', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.cases_identity FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('IDENTITY', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.cases_referral FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('SHELTER_PLACE', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.cases_safecontact FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('CONTACT', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.cases_safetyoutline FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('SAFETY', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.sharing_consent FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('CONTACT', 'case_id', '');
CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON public.sharing_consentitem FOR EACH ROW EXECUTE FUNCTION havre.keep_authorised('CONTACT', 'case_id', '');
CREATE TRIGGER havre_follow AFTER INSERT OR DELETE OR UPDATE OF lease_signed_on, landlord_id, holder_id, commune_id ON public.allocations_tenancy FOR EACH ROW EXECUTE FUNCTION havre.follow_lease('case_id');
CREATE TRIGGER havre_follow AFTER UPDATE OF steward_id, programme_id ON public.cases_case FOR EACH ROW EXECUTE FUNCTION havre.follow_lease('id');
CREATE TRIGGER havre_follow AFTER INSERT OR DELETE OR UPDATE OF origin_landlord_id, referring_organisation_id ON public.cases_referral FOR EACH ROW EXECUTE FUNCTION havre.follow_lease('case_id');
CREATE TRIGGER havre_follow_truncate AFTER TRUNCATE ON public.allocations_tenancy FOR EACH STATEMENT EXECUTE FUNCTION havre.follow_lease();
CREATE TRIGGER havre_guard BEFORE DELETE OR UPDATE ON public.allocations_proposal FOR EACH ROW EXECUTE FUNCTION havre.guard_proposal();
CREATE TRIGGER havre_guard BEFORE INSERT OR DELETE OR UPDATE ON public.allocations_proposalstep FOR EACH ROW EXECUTE FUNCTION havre.guard_proposal_step();
CREATE TRIGGER havre_keep_validated BEFORE DELETE OR UPDATE ON public.assessments_assessment FOR EACH ROW EXECUTE FUNCTION havre.keep_validated('id');
CREATE TRIGGER havre_keep_validated BEFORE DELETE OR UPDATE ON public.assessments_householdmember FOR EACH ROW EXECUTE FUNCTION havre.keep_validated('assessment_id');
CREATE TRIGGER havre_keep_validated BEFORE DELETE OR UPDATE ON public.assessments_housingneed FOR EACH ROW EXECUTE FUNCTION havre.keep_validated('assessment_id');
CREATE TRIGGER havre_keep_validated BEFORE DELETE OR UPDATE ON public.assessments_resourcesdetail FOR EACH ROW EXECUTE FUNCTION havre.keep_validated('assessment_id');
CREATE TRIGGER havre_keep_validated BEFORE DELETE OR UPDATE ON public.assessments_resourcessummary FOR EACH ROW EXECUTE FUNCTION havre.keep_validated('assessment_id');
CREATE TRIGGER havre_keep_validated BEFORE DELETE OR UPDATE ON public.assessments_safetyplan FOR EACH ROW EXECUTE FUNCTION havre.keep_validated('assessment_id');
CREATE TRIGGER havre_spread_delete AFTER DELETE ON public.platform_share REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION havre.spread_shares();
CREATE TRIGGER havre_spread_insert AFTER INSERT ON public.platform_share REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION havre.spread_shares();
CREATE TRIGGER havre_spread_update AFTER UPDATE ON public.platform_share REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION havre.spread_shares();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_organisations_user_id FOREIGN KEY (user_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_proposalstep
    ADD CONSTRAINT allocations_proposal_by_organisation_id_62b2d223_fk_organisat FOREIGN KEY (by_organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_proposal
    ADD CONSTRAINT allocations_proposal_case_id_a3d20ece_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_proposal
    ADD CONSTRAINT allocations_proposal_holder_id_d2a5ee26_fk_organisat FOREIGN KEY (holder_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_proposal
    ADD CONSTRAINT allocations_proposal_landlord_id_e5276cff_fk_organisat FOREIGN KEY (landlord_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_proposalstep
    ADD CONSTRAINT allocations_proposal_proposal_id_60b77796_fk_allocatio FOREIGN KEY (proposal_id) REFERENCES public.allocations_proposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_proposal
    ADD CONSTRAINT allocations_proposal_vacancy_id_9a426a46_fk_housing_vacancy_id FOREIGN KEY (vacancy_id) REFERENCES public.housing_vacancy(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_proposalstep
    ADD CONSTRAINT allocations_proposalstep_case_id_878a2ea1_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_tenancy
    ADD CONSTRAINT allocations_tenancy_case_id_ce7f4981_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_tenancy
    ADD CONSTRAINT allocations_tenancy_commune_id_7b3051a9_fk_programme FOREIGN KEY (commune_id) REFERENCES public.programmes_commune(code) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_tenancy
    ADD CONSTRAINT allocations_tenancy_holder_id_6e97e22b_fk_organisat FOREIGN KEY (holder_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_tenancy
    ADD CONSTRAINT allocations_tenancy_landlord_id_e7512dbb_fk_organisat FOREIGN KEY (landlord_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.allocations_tenancy
    ADD CONSTRAINT allocations_tenancy_proposal_id_f96d6402_fk_allocatio FOREIGN KEY (proposal_id) REFERENCES public.allocations_proposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_assessment
    ADD CONSTRAINT assessments_assessment_case_id_3fc00999_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_householdmember
    ADD CONSTRAINT assessments_househol_assessment_id_957eb7be_fk_assessmen FOREIGN KEY (assessment_id) REFERENCES public.assessments_assessment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_householdmember
    ADD CONSTRAINT assessments_householdmember_case_id_8f6c1d05_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_housingneed
    ADD CONSTRAINT assessments_housingn_assessment_id_bf3146a3_fk_assessmen FOREIGN KEY (assessment_id) REFERENCES public.assessments_assessment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_housingneed
    ADD CONSTRAINT assessments_housingneed_case_id_b1d3d884_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_needcard
    ADD CONSTRAINT assessments_needcard_assessment_id_e5cbc0da_fk_assessmen FOREIGN KEY (assessment_id) REFERENCES public.assessments_assessment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_needcard
    ADD CONSTRAINT assessments_needcard_case_id_fe1d8146_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_resourcesdetail
    ADD CONSTRAINT assessments_resource_assessment_id_27358ab0_fk_assessmen FOREIGN KEY (assessment_id) REFERENCES public.assessments_assessment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_resourcessummary
    ADD CONSTRAINT assessments_resource_assessment_id_818ae42a_fk_assessmen FOREIGN KEY (assessment_id) REFERENCES public.assessments_assessment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_resourcesdetail
    ADD CONSTRAINT assessments_resourcesdetail_case_id_a2382991_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_resourcessummary
    ADD CONSTRAINT assessments_resourcessummary_case_id_6e8e089f_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_safetyplan
    ADD CONSTRAINT assessments_safetypl_assessment_id_376e74aa_fk_assessmen FOREIGN KEY (assessment_id) REFERENCES public.assessments_assessment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.assessments_safetyplan
    ADD CONSTRAINT assessments_safetyplan_case_id_9ac7405e_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_caseworker_id_bbbb6f54_fk_organisations_user_id FOREIGN KEY (caseworker_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_programme_id_f30acc12_fk_programmes_programme_id FOREIGN KEY (programme_id) REFERENCES public.programmes_programme(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_steward_id_c0c2acb7_fk_organisations_organisation_id FOREIGN KEY (steward_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_caseevent
    ADD CONSTRAINT cases_caseevent_case_id_6c6031ac_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_householdoutline
    ADD CONSTRAINT cases_householdoutline_case_id_9bc20039_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_identity
    ADD CONSTRAINT cases_identity_case_id_38c52c50_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_referral
    ADD CONSTRAINT cases_referral_case_id_5223ea54_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_referral
    ADD CONSTRAINT cases_referral_origin_landlord_id_d21318b0_fk_organisat FOREIGN KEY (origin_landlord_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_referral
    ADD CONSTRAINT cases_referral_referred_by_id_32fb505f_fk_organisations_user_id FOREIGN KEY (referred_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_referral
    ADD CONSTRAINT cases_referral_referring_organisati_a5b1ac86_fk_organisat FOREIGN KEY (referring_organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_safecontact
    ADD CONSTRAINT cases_safecontact_case_id_f07641b1_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_safetyoutline
    ADD CONSTRAINT cases_safetyoutline_case_id_967e5614_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_dwelling
    ADD CONSTRAINT housing_dwelling_commune_id_29eb8390_fk_programmes_commune_code FOREIGN KEY (commune_id) REFERENCES public.programmes_commune(code) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_dwelling
    ADD CONSTRAINT housing_dwelling_landlord_id_ce094e92_fk_organisat FOREIGN KEY (landlord_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_importprofile
    ADD CONSTRAINT housing_importprofil_landlord_id_96a58115_fk_organisat FOREIGN KEY (landlord_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_importrun
    ADD CONSTRAINT housing_importrun_landlord_id_c5361fc6_fk_organisat FOREIGN KEY (landlord_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_importrun
    ADD CONSTRAINT housing_importrun_programme_id_c21c9394_fk_programme FOREIGN KEY (programme_id) REFERENCES public.programmes_programme(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_importrun
    ADD CONSTRAINT housing_importrun_uploaded_by_id_a652dc94_fk_organisat FOREIGN KEY (uploaded_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_vacancy
    ADD CONSTRAINT housing_vacancy_dwelling_id_ae7b911f_fk_housing_dwelling_id FOREIGN KEY (dwelling_id) REFERENCES public.housing_dwelling(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_vacancy
    ADD CONSTRAINT housing_vacancy_holder_id_e67a369d_fk_organisat FOREIGN KEY (holder_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_vacancy
    ADD CONSTRAINT housing_vacancy_landlord_id_d2dc6730_fk_organisat FOREIGN KEY (landlord_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_vacancy
    ADD CONSTRAINT housing_vacancy_programme_id_357d0ae0_fk_programme FOREIGN KEY (programme_id) REFERENCES public.programmes_programme(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_invitation
    ADD CONSTRAINT organisations_invita_invited_by_id_766b39b8_fk_organisat FOREIGN KEY (invited_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_invitation
    ADD CONSTRAINT organisations_invita_organisation_id_438a835d_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_member_organisation_id_716d02c4_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_member_user_id_dfd8e4e8_fk_organisat FOREIGN KEY (user_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.platform_identitydigest
    ADD CONSTRAINT platform_identitydigest_case_id_bbc0869b_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.platform_share
    ADD CONSTRAINT platform_share_case_id_0d0c267c_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.platform_share
    ADD CONSTRAINT platform_share_organisation_id_11ccc14d_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
ALTER TABLE ONLY public.programmes_incomeceiling
    ADD CONSTRAINT programmes_incomecei_edited_by_id_1df4c5cd_fk_organisat FOREIGN KEY (edited_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.programmes_locality
    ADD CONSTRAINT programmes_locality_commune_id_3001b564_fk_programme FOREIGN KEY (commune_id) REFERENCES public.programmes_commune(code) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.programmes_participation
    ADD CONSTRAINT programmes_participa_organisation_id_b0489036_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.programmes_participation
    ADD CONSTRAINT programmes_participa_programme_id_ac4ccdd4_fk_programme FOREIGN KEY (programme_id) REFERENCES public.programmes_programme(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.programmes_pathwaytarget
    ADD CONSTRAINT programmes_pathwayta_programme_id_b4e29407_fk_programme FOREIGN KEY (programme_id) REFERENCES public.programmes_programme(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.programmes_reservationright
    ADD CONSTRAINT programmes_reservati_holder_id_7d2cd9a2_fk_organisat FOREIGN KEY (holder_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.programmes_reservationright
    ADD CONSTRAINT programmes_reservati_programme_id_17de3683_fk_programme FOREIGN KEY (programme_id) REFERENCES public.programmes_programme(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sharing_consent
    ADD CONSTRAINT sharing_consent_case_id_1b4e38c4_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sharing_consentitem
    ADD CONSTRAINT sharing_consentitem_case_id_f68dcdb3_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sharing_consentitem
    ADD CONSTRAINT sharing_consentitem_consent_id_dee6422b_fk_sharing_consent_id FOREIGN KEY (consent_id) REFERENCES public.sharing_consent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.housing_vacancy
    ADD CONSTRAINT vacancy_of_own_landlord FOREIGN KEY (dwelling_id, landlord_id) REFERENCES public.housing_dwelling(id, landlord_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE public.allocations_proposal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.allocations_proposalstep ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.allocations_tenancy ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_assessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_householdmember ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_housingneed ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_needcard ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_resourcesdetail ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_resourcessummary ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.assessments_safetyplan ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_caseevent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_householdoutline ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_referral ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_safecontact ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_safetyoutline ENABLE ROW LEVEL SECURITY;
CREATE POLICY havre_delete ON public.allocations_proposal FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROPOSAL'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.allocations_proposalstep FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROPOSAL'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.allocations_tenancy FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('NEW_HOME'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.assessments_assessment FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSING_NEED'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.assessments_householdmember FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSEHOLD'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.assessments_housingneed FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSING_NEED'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.assessments_needcard FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('NEED_CARD'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.assessments_resourcesdetail FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('RESOURCES'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.assessments_resourcessummary FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('RESOURCES_SUMMARY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.assessments_safetyplan FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SAFETY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.cases_case FOR DELETE TO havre_web, havre_jobs USING ((((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (id = ANY (( SELECT havre.lapsed('PROGRESS'::text) AS lapsed)::uuid[])))) OR (steward_id = ( SELECT havre.acting() AS acting))));
CREATE POLICY havre_delete ON public.cases_caseevent FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROGRESS'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.cases_householdoutline FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSEHOLD'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.cases_identity FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('IDENTITY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.cases_referral FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SHELTER_PLACE'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.cases_safecontact FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.cases_safetyoutline FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SAFETY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.platform_identitydigest FOR DELETE TO havre_web, havre_jobs USING (((organisation_id = ( SELECT havre.acting() AS acting)) OR (havre.steward(case_id) = ( SELECT havre.acting() AS acting))));
CREATE POLICY havre_delete ON public.sharing_consent FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_delete ON public.sharing_consentitem FOR DELETE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.allocations_proposal FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROPOSAL'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.allocations_proposalstep FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROPOSAL'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.allocations_tenancy FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('NEW_HOME'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.assessments_assessment FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSING_NEED'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.assessments_householdmember FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSEHOLD'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.assessments_housingneed FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSING_NEED'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.assessments_needcard FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('NEED_CARD'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.assessments_resourcesdetail FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('RESOURCES'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.assessments_resourcessummary FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('RESOURCES_SUMMARY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.assessments_safetyplan FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SAFETY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.cases_case FOR INSERT TO havre_web, havre_jobs WITH CHECK ((steward_id = ( SELECT havre.acting() AS acting)));
CREATE POLICY havre_insert ON public.cases_caseevent FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROGRESS'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.cases_householdoutline FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSEHOLD'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.cases_identity FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('IDENTITY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.cases_referral FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SHELTER_PLACE'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.cases_safecontact FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.cases_safetyoutline FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SAFETY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.platform_identitydigest FOR INSERT TO havre_web, havre_jobs WITH CHECK (((organisation_id = ( SELECT havre.acting() AS acting)) OR (havre.steward(case_id) = ( SELECT havre.acting() AS acting))));
CREATE POLICY havre_insert ON public.platform_journalentry FOR INSERT TO havre_web, havre_jobs WITH CHECK ((NOT (organisation_id IS DISTINCT FROM ( SELECT havre.acting() AS acting))));
CREATE POLICY havre_insert ON public.platform_share FOR INSERT TO havre_web, havre_jobs WITH CHECK ((havre.steward(case_id) = ( SELECT havre.acting() AS acting)));
CREATE POLICY havre_insert ON public.sharing_consent FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_insert ON public.sharing_consentitem FOR INSERT TO havre_web, havre_jobs WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_select ON public.allocations_proposal FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('PROPOSAL'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.allocations_proposalstep FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('PROPOSAL'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.allocations_tenancy FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('NEW_HOME'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.assessments_assessment FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSING_NEED'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.assessments_householdmember FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSEHOLD'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.assessments_housingneed FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSING_NEED'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.assessments_needcard FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('NEED_CARD'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.assessments_resourcesdetail FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('RESOURCES'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.assessments_resourcessummary FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('RESOURCES_SUMMARY'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.assessments_safetyplan FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('SAFETY'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.cases_case FOR SELECT TO havre_web, havre_jobs USING ((
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (id = ANY (( SELECT havre.lapsed('PROGRESS'::text) AS lapsed)::uuid[])))
    ELSE false
END OR (steward_id = ( SELECT havre.acting() AS acting))));
CREATE POLICY havre_select ON public.cases_caseevent FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('PROGRESS'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.cases_householdoutline FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSEHOLD'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.cases_identity FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('IDENTITY'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.cases_referral FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('SHELTER_PLACE'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.cases_safecontact FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.cases_safetyoutline FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('SAFETY'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.platform_identitydigest FOR SELECT TO havre_web, havre_jobs USING (((organisation_id = ( SELECT havre.acting() AS acting)) OR (havre.steward(case_id) = ( SELECT havre.acting() AS acting))));
CREATE POLICY havre_select ON public.platform_journalentry FOR SELECT TO havre_web, havre_jobs USING (((organisation_id = ( SELECT havre.acting() AS acting)) OR (behalf_of_id = ( SELECT havre.acting() AS acting)) OR (havre.steward(case_id) = ( SELECT havre.acting() AS acting))));
CREATE POLICY havre_select ON public.platform_share FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (organisation_id = ( SELECT havre.acting() AS acting)) THEN true
    ELSE (havre.steward(case_id) = ( SELECT havre.acting() AS acting))
END);
CREATE POLICY havre_select ON public.sharing_consent FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_select ON public.sharing_consentitem FOR SELECT TO havre_web, havre_jobs USING (
CASE
    WHEN (( SELECT havre.acting() AS acting) = ANY (readers)) THEN (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))
    ELSE false
END);
CREATE POLICY havre_update ON public.allocations_proposal FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROPOSAL'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROPOSAL'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.allocations_proposalstep FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROPOSAL'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROPOSAL'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.allocations_tenancy FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('NEW_HOME'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('NEW_HOME'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.assessments_assessment FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSING_NEED'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSING_NEED'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.assessments_householdmember FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSEHOLD'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSEHOLD'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.assessments_housingneed FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSING_NEED'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSING_NEED'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.assessments_needcard FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('NEED_CARD'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('NEED_CARD'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.assessments_resourcesdetail FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('RESOURCES'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('RESOURCES'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.assessments_resourcessummary FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('RESOURCES_SUMMARY'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('RESOURCES_SUMMARY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.assessments_safetyplan FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SAFETY'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SAFETY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.cases_case FOR UPDATE TO havre_web, havre_jobs USING ((((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (id = ANY (( SELECT havre.lapsed('PROGRESS'::text) AS lapsed)::uuid[])))) OR (steward_id = ( SELECT havre.acting() AS acting)))) WITH CHECK (true);
CREATE POLICY havre_update ON public.cases_caseevent FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROGRESS'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('PROGRESS'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.cases_householdoutline FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSEHOLD'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('HOUSEHOLD'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.cases_identity FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('IDENTITY'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('IDENTITY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.cases_referral FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SHELTER_PLACE'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SHELTER_PLACE'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.cases_safecontact FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.cases_safetyoutline FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SAFETY'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('SAFETY'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.platform_share FOR UPDATE TO havre_web, havre_jobs USING ((havre.steward(case_id) = ( SELECT havre.acting() AS acting))) WITH CHECK ((havre.steward(case_id) = ( SELECT havre.acting() AS acting)));
CREATE POLICY havre_update ON public.sharing_consent FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_update ON public.sharing_consentitem FOR UPDATE TO havre_web, havre_jobs USING (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[]))))) WITH CHECK (((( SELECT havre.acting() AS acting) = ANY (writers)) AND (NOT (case_id = ANY (( SELECT havre.lapsed('CONTACT'::text) AS lapsed)::uuid[])))));
CREATE POLICY havre_vault ON public.platform_identitydigest TO havre_vault USING (true) WITH CHECK (true);
CREATE POLICY havre_vault ON public.platform_journalentry TO havre_vault USING (true) WITH CHECK (true);
CREATE POLICY havre_vault ON public.platform_share FOR SELECT TO havre_vault USING (true);
ALTER TABLE public.platform_identitydigest ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.platform_journalentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.platform_share ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.sharing_consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.sharing_consentitem ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA havre TO havre_web;
GRANT USAGE ON SCHEMA havre TO havre_jobs;
GRANT USAGE ON SCHEMA havre TO havre_vault;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO havre_web;
GRANT USAGE ON SCHEMA public TO havre_jobs;
GRANT USAGE ON SCHEMA public TO havre_vault;
REVOKE ALL ON FUNCTION havre.act(token text) FROM PUBLIC;
GRANT ALL ON FUNCTION havre.act(token text) TO havre_web;
GRANT ALL ON FUNCTION havre.act(token text) TO havre_jobs;
REVOKE ALL ON FUNCTION havre.acting() FROM PUBLIC;
GRANT ALL ON FUNCTION havre.acting() TO havre_web;
GRANT ALL ON FUNCTION havre.acting() TO havre_jobs;
REVOKE ALL ON FUNCTION havre.authorised(of_case uuid, of_compartment text, of_scope uuid, OUT readers bigint[], OUT writers bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION havre.authorised(of_case uuid, of_compartment text, of_scope uuid, OUT readers bigint[], OUT writers bigint[]) TO havre_web;
GRANT ALL ON FUNCTION havre.authorised(of_case uuid, of_compartment text, of_scope uuid, OUT readers bigint[], OUT writers bigint[]) TO havre_jobs;
REVOKE ALL ON FUNCTION havre.count_cases(of_programme bigint, first_day date, last_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION havre.count_cases(of_programme bigint, first_day date, last_day date) TO havre_web;
GRANT ALL ON FUNCTION havre.count_cases(of_programme bigint, first_day date, last_day date) TO havre_jobs;
REVOKE ALL ON FUNCTION havre.count_leases(of_programme bigint, first_day date, last_day date, letting text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION havre.count_leases(of_programme bigint, first_day date, last_day date, letting text[]) TO havre_web;
GRANT ALL ON FUNCTION havre.count_leases(of_programme bigint, first_day date, last_day date, letting text[]) TO havre_jobs;
REVOKE ALL ON FUNCTION havre.discard_draft(of_case uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION havre.discard_draft(of_case uuid) TO havre_web;
GRANT ALL ON FUNCTION havre.discard_draft(of_case uuid) TO havre_jobs;
REVOKE ALL ON FUNCTION havre.follow_admission() FROM PUBLIC;
REVOKE ALL ON FUNCTION havre.follow_lease() FROM PUBLIC;
REVOKE ALL ON FUNCTION havre.guard_proposal() FROM PUBLIC;
REVOKE ALL ON FUNCTION havre.guard_proposal_step() FROM PUBLIC;
REVOKE ALL ON FUNCTION havre.hand_over(of_case uuid, to_organisation bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION havre.hand_over(of_case uuid, to_organisation bigint) TO havre_web;
GRANT ALL ON FUNCTION havre.hand_over(of_case uuid, to_organisation bigint) TO havre_jobs;
REVOKE ALL ON FUNCTION havre.keep_authorised() FROM PUBLIC;
REVOKE ALL ON FUNCTION havre.lapsed(of_compartment text) FROM PUBLIC;
GRANT ALL ON FUNCTION havre.lapsed(of_compartment text) TO havre_web;
GRANT ALL ON FUNCTION havre.lapsed(of_compartment text) TO havre_jobs;
REVOKE ALL ON FUNCTION havre.proposal_may_move(before text, after text) FROM PUBLIC;
GRANT ALL ON FUNCTION havre.proposal_may_move(before text, after text) TO havre_web;
GRANT ALL ON FUNCTION havre.proposal_may_move(before text, after text) TO havre_jobs;
REVOKE ALL ON FUNCTION havre.proposal_own_word(acting bigint, holder bigint, landlord bigint, of_programme bigint, before text, after text) FROM PUBLIC;
GRANT ALL ON FUNCTION havre.proposal_own_word(acting bigint, holder bigint, landlord bigint, of_programme bigint, before text, after text) TO havre_web;
GRANT ALL ON FUNCTION havre.proposal_own_word(acting bigint, holder bigint, landlord bigint, of_programme bigint, before text, after text) TO havre_jobs;
REVOKE ALL ON FUNCTION havre.recount() FROM PUBLIC;
REVOKE ALL ON FUNCTION havre.spread_shares() FROM PUBLIC;
REVOKE ALL ON FUNCTION havre.steward(of_case uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION havre.steward(of_case uuid) TO havre_web;
GRANT ALL ON FUNCTION havre.steward(of_case uuid) TO havre_jobs;
REVOKE ALL ON FUNCTION havre.token_part(part integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION havre.write_admissions(keeper bigint, of_programme bigint, of_day date) FROM PUBLIC;
REVOKE ALL ON FUNCTION havre.write_leases(of_case uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_jobs TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_jobs TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_notify_queue_abort_job_v1() TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_notify_queue_abort_job_v1() TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_notify_queue_job_inserted_v1() TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_notify_queue_job_inserted_v1() TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_register_worker_v1() TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_register_worker_v1() TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_trigger_function_status_events_update_v1() TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_trigger_function_status_events_update_v1() TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_unlink_periodic_defers_v1() TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_unlink_periodic_defers_v1() TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) TO havre_jobs;
GRANT ALL ON FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) TO havre_web;
GRANT ALL ON FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailaddress TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailaddress TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.account_emailaddress_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.account_emailaddress_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailconfirmation TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailconfirmation TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.account_emailconfirmation_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.account_emailconfirmation_id_seq TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.allocations_proposal TO havre_web;
GRANT SELECT,DELETE ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(reference),UPDATE(reference) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(reference),UPDATE(reference) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(status),UPDATE(status) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(status),UPDATE(status) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(status_since),UPDATE(status_since) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(status_since),UPDATE(status_since) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(proposed_on),UPDATE(proposed_on) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(proposed_on),UPDATE(proposed_on) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(hold_until),UPDATE(hold_until) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(hold_until),UPDATE(hold_until) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(sent_on),UPDATE(sent_on) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(sent_on),UPDATE(sent_on) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(committee_on),UPDATE(committee_on) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(committee_on),UPDATE(committee_on) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(decision),UPDATE(decision) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(decision),UPDATE(decision) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(decided_on),UPDATE(decided_on) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(decided_on),UPDATE(decided_on) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(rank),UPDATE(rank) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(rank),UPDATE(rank) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(condition),UPDATE(condition) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(condition),UPDATE(condition) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(condition_until),UPDATE(condition_until) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(condition_until),UPDATE(condition_until) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(notified_on),UPDATE(notified_on) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(notified_on),UPDATE(notified_on) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(answer_by),UPDATE(answer_by) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(answer_by),UPDATE(answer_by) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(declined_by),UPDATE(declined_by) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(declined_by),UPDATE(declined_by) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(decline_code),UPDATE(decline_code) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(decline_code),UPDATE(decline_code) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(consequence),UPDATE(consequence) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(consequence),UPDATE(consequence) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(ended_on),UPDATE(ended_on) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(ended_on),UPDATE(ended_on) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(holder_id),UPDATE(holder_id) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(holder_id),UPDATE(holder_id) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(landlord_id),UPDATE(landlord_id) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(landlord_id),UPDATE(landlord_id) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT INSERT(vacancy_id),UPDATE(vacancy_id) ON TABLE public.allocations_proposal TO havre_web;
GRANT INSERT(vacancy_id),UPDATE(vacancy_id) ON TABLE public.allocations_proposal TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.allocations_proposalstep TO havre_web;
GRANT SELECT,DELETE ON TABLE public.allocations_proposalstep TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.allocations_proposalstep TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.allocations_proposalstep TO havre_jobs;
GRANT INSERT(status),UPDATE(status) ON TABLE public.allocations_proposalstep TO havre_web;
GRANT INSERT(status),UPDATE(status) ON TABLE public.allocations_proposalstep TO havre_jobs;
GRANT INSERT("on"),UPDATE("on") ON TABLE public.allocations_proposalstep TO havre_web;
GRANT INSERT("on"),UPDATE("on") ON TABLE public.allocations_proposalstep TO havre_jobs;
GRANT INSERT(recorded_at),UPDATE(recorded_at) ON TABLE public.allocations_proposalstep TO havre_web;
GRANT INSERT(recorded_at),UPDATE(recorded_at) ON TABLE public.allocations_proposalstep TO havre_jobs;
GRANT INSERT(on_behalf),UPDATE(on_behalf) ON TABLE public.allocations_proposalstep TO havre_web;
GRANT INSERT(on_behalf),UPDATE(on_behalf) ON TABLE public.allocations_proposalstep TO havre_jobs;
GRANT INSERT(by_organisation_id),UPDATE(by_organisation_id) ON TABLE public.allocations_proposalstep TO havre_web;
GRANT INSERT(by_organisation_id),UPDATE(by_organisation_id) ON TABLE public.allocations_proposalstep TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.allocations_proposalstep TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.allocations_proposalstep TO havre_jobs;
GRANT INSERT(proposal_id),UPDATE(proposal_id) ON TABLE public.allocations_proposalstep TO havre_web;
GRANT INSERT(proposal_id),UPDATE(proposal_id) ON TABLE public.allocations_proposalstep TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.allocations_tenancy TO havre_web;
GRANT SELECT,DELETE ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.allocations_tenancy TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.allocations_tenancy TO havre_web;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT INSERT(regime),UPDATE(regime) ON TABLE public.allocations_tenancy TO havre_web;
GRANT INSERT(regime),UPDATE(regime) ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT INSERT(lease_signed_on),UPDATE(lease_signed_on) ON TABLE public.allocations_tenancy TO havre_web;
GRANT INSERT(lease_signed_on),UPDATE(lease_signed_on) ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT INSERT(moved_in_on),UPDATE(moved_in_on) ON TABLE public.allocations_tenancy TO havre_web;
GRANT INSERT(moved_in_on),UPDATE(moved_in_on) ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.allocations_tenancy TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT INSERT(commune_id),UPDATE(commune_id) ON TABLE public.allocations_tenancy TO havre_web;
GRANT INSERT(commune_id),UPDATE(commune_id) ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT INSERT(holder_id),UPDATE(holder_id) ON TABLE public.allocations_tenancy TO havre_web;
GRANT INSERT(holder_id),UPDATE(holder_id) ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT INSERT(landlord_id),UPDATE(landlord_id) ON TABLE public.allocations_tenancy TO havre_web;
GRANT INSERT(landlord_id),UPDATE(landlord_id) ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT INSERT(proposal_id),UPDATE(proposal_id) ON TABLE public.allocations_tenancy TO havre_web;
GRANT INSERT(proposal_id),UPDATE(proposal_id) ON TABLE public.allocations_tenancy TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.assessments_assessment TO havre_web;
GRANT SELECT,DELETE ON TABLE public.assessments_assessment TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_assessment TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_assessment TO havre_jobs;
GRANT INSERT(version),UPDATE(version) ON TABLE public.assessments_assessment TO havre_web;
GRANT INSERT(version),UPDATE(version) ON TABLE public.assessments_assessment TO havre_jobs;
GRANT INSERT(status),UPDATE(status) ON TABLE public.assessments_assessment TO havre_web;
GRANT INSERT(status),UPDATE(status) ON TABLE public.assessments_assessment TO havre_jobs;
GRANT INSERT(conclusion),UPDATE(conclusion) ON TABLE public.assessments_assessment TO havre_web;
GRANT INSERT(conclusion),UPDATE(conclusion) ON TABLE public.assessments_assessment TO havre_jobs;
GRANT INSERT(started_at),UPDATE(started_at) ON TABLE public.assessments_assessment TO havre_web;
GRANT INSERT(started_at),UPDATE(started_at) ON TABLE public.assessments_assessment TO havre_jobs;
GRANT INSERT(validated_at),UPDATE(validated_at) ON TABLE public.assessments_assessment TO havre_web;
GRANT INSERT(validated_at),UPDATE(validated_at) ON TABLE public.assessments_assessment TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_assessment TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_assessment TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.assessments_householdmember TO havre_web;
GRANT SELECT,DELETE ON TABLE public.assessments_householdmember TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_householdmember TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_householdmember TO havre_jobs;
GRANT INSERT("position"),UPDATE("position") ON TABLE public.assessments_householdmember TO havre_web;
GRANT INSERT("position"),UPDATE("position") ON TABLE public.assessments_householdmember TO havre_jobs;
GRANT INSERT(relation),UPDATE(relation) ON TABLE public.assessments_householdmember TO havre_web;
GRANT INSERT(relation),UPDATE(relation) ON TABLE public.assessments_householdmember TO havre_jobs;
GRANT INSERT(birth_date),UPDATE(birth_date) ON TABLE public.assessments_householdmember TO havre_web;
GRANT INSERT(birth_date),UPDATE(birth_date) ON TABLE public.assessments_householdmember TO havre_jobs;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_householdmember TO havre_web;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_householdmember TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_householdmember TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_householdmember TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.assessments_housingneed TO havre_web;
GRANT SELECT,DELETE ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(rooms_min),UPDATE(rooms_min) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(rooms_min),UPDATE(rooms_min) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(rooms_max),UPDATE(rooms_max) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(rooms_max),UPDATE(rooms_max) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(any_commune),UPDATE(any_commune) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(any_commune),UPDATE(any_commune) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(communes),UPDATE(communes) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(communes),UPDATE(communes) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(accessible),UPDATE(accessible) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(accessible),UPDATE(accessible) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(max_floor_without_lift),UPDATE(max_floor_without_lift) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(max_floor_without_lift),UPDATE(max_floor_without_lift) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(ground_floor_ok),UPDATE(ground_floor_ok) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(ground_floor_ok),UPDATE(ground_floor_ok) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(needed_by),UPDATE(needed_by) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(needed_by),UPDATE(needed_by) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(regimes),UPDATE(regimes) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(regimes),UPDATE(regimes) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(rights),UPDATE(rights) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(rights),UPDATE(rights) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_housingneed TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_housingneed TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.assessments_needcard TO havre_web;
GRANT SELECT,DELETE ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(reference),UPDATE(reference) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(reference),UPDATE(reference) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(published_at),UPDATE(published_at) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(published_at),UPDATE(published_at) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(withdrawn_at),UPDATE(withdrawn_at) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(withdrawn_at),UPDATE(withdrawn_at) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(urgency),UPDATE(urgency) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(urgency),UPDATE(urgency) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(people),UPDATE(people) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(people),UPDATE(people) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(children_bands),UPDATE(children_bands) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(children_bands),UPDATE(children_bands) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(income_band),UPDATE(income_band) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(income_band),UPDATE(income_band) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(rent_max),UPDATE(rent_max) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(rent_max),UPDATE(rent_max) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(rooms_min),UPDATE(rooms_min) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(rooms_min),UPDATE(rooms_min) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(rooms_max),UPDATE(rooms_max) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(rooms_max),UPDATE(rooms_max) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(any_commune),UPDATE(any_commune) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(any_commune),UPDATE(any_commune) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(communes),UPDATE(communes) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(communes),UPDATE(communes) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(accessible),UPDATE(accessible) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(accessible),UPDATE(accessible) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(max_floor_without_lift),UPDATE(max_floor_without_lift) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(max_floor_without_lift),UPDATE(max_floor_without_lift) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(ground_floor_ok),UPDATE(ground_floor_ok) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(ground_floor_ok),UPDATE(ground_floor_ok) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(needed_by),UPDATE(needed_by) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(needed_by),UPDATE(needed_by) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(regimes),UPDATE(regimes) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(regimes),UPDATE(regimes) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_needcard TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_needcard TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.assessments_resourcesdetail TO havre_web;
GRANT SELECT,DELETE ON TABLE public.assessments_resourcesdetail TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_resourcesdetail TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_resourcesdetail TO havre_jobs;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.assessments_resourcesdetail TO havre_web;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.assessments_resourcesdetail TO havre_jobs;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_resourcesdetail TO havre_web;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_resourcesdetail TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_resourcesdetail TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_resourcesdetail TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.assessments_resourcessummary TO havre_web;
GRANT SELECT,DELETE ON TABLE public.assessments_resourcessummary TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_resourcessummary TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_resourcessummary TO havre_jobs;
GRANT INSERT(monthly_income),UPDATE(monthly_income) ON TABLE public.assessments_resourcessummary TO havre_web;
GRANT INSERT(monthly_income),UPDATE(monthly_income) ON TABLE public.assessments_resourcessummary TO havre_jobs;
GRANT INSERT(tax_income),UPDATE(tax_income) ON TABLE public.assessments_resourcessummary TO havre_web;
GRANT INSERT(tax_income),UPDATE(tax_income) ON TABLE public.assessments_resourcessummary TO havre_jobs;
GRANT INSERT(disabled),UPDATE(disabled) ON TABLE public.assessments_resourcessummary TO havre_web;
GRANT INSERT(disabled),UPDATE(disabled) ON TABLE public.assessments_resourcessummary TO havre_jobs;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_resourcessummary TO havre_web;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_resourcessummary TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_resourcessummary TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_resourcessummary TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.assessments_safetyplan TO havre_web;
GRANT SELECT,DELETE ON TABLE public.assessments_safetyplan TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_safetyplan TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.assessments_safetyplan TO havre_jobs;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.assessments_safetyplan TO havre_web;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.assessments_safetyplan TO havre_jobs;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_safetyplan TO havre_web;
GRANT INSERT(assessment_id),UPDATE(assessment_id) ON TABLE public.assessments_safetyplan TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_safetyplan TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.assessments_safetyplan TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.auth_group_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.auth_group_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group_permissions TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group_permissions TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.auth_group_permissions_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.auth_group_permissions_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_permission TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_permission TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.auth_permission_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.auth_permission_id_seq TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.cases_case TO havre_web;
GRANT SELECT,DELETE ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(reference),UPDATE(reference) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(reference),UPDATE(reference) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(pathway),UPDATE(pathway) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(pathway),UPDATE(pathway) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(stage),UPDATE(stage) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(stage),UPDATE(stage) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(stage_since),UPDATE(stage_since) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(stage_since),UPDATE(stage_since) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(urgency),UPDATE(urgency) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(urgency),UPDATE(urgency) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(created_at),UPDATE(created_at) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(created_at),UPDATE(created_at) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(referred_on),UPDATE(referred_on) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(referred_on),UPDATE(referred_on) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(admitted_on),UPDATE(admitted_on) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(admitted_on),UPDATE(admitted_on) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(admission_refusal),UPDATE(admission_refusal) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(admission_refusal),UPDATE(admission_refusal) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(ended_on),UPDATE(ended_on) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(ended_on),UPDATE(ended_on) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(caseworker_id),UPDATE(caseworker_id) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(caseworker_id),UPDATE(caseworker_id) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(programme_id),UPDATE(programme_id) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(programme_id),UPDATE(programme_id) ON TABLE public.cases_case TO havre_jobs;
GRANT INSERT(steward_id),UPDATE(steward_id) ON TABLE public.cases_case TO havre_web;
GRANT INSERT(steward_id),UPDATE(steward_id) ON TABLE public.cases_case TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.cases_caseevent TO havre_web;
GRANT SELECT,DELETE ON TABLE public.cases_caseevent TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_caseevent TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_caseevent TO havre_jobs;
GRANT INSERT(code),UPDATE(code) ON TABLE public.cases_caseevent TO havre_web;
GRANT INSERT(code),UPDATE(code) ON TABLE public.cases_caseevent TO havre_jobs;
GRANT INSERT("on"),UPDATE("on") ON TABLE public.cases_caseevent TO havre_web;
GRANT INSERT("on"),UPDATE("on") ON TABLE public.cases_caseevent TO havre_jobs;
GRANT INSERT(recorded_at),UPDATE(recorded_at) ON TABLE public.cases_caseevent TO havre_web;
GRANT INSERT(recorded_at),UPDATE(recorded_at) ON TABLE public.cases_caseevent TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_caseevent TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_caseevent TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.cases_householdoutline TO havre_web;
GRANT SELECT,DELETE ON TABLE public.cases_householdoutline TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_householdoutline TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_householdoutline TO havre_jobs;
GRANT INSERT(children),UPDATE(children) ON TABLE public.cases_householdoutline TO havre_web;
GRANT INSERT(children),UPDATE(children) ON TABLE public.cases_householdoutline TO havre_jobs;
GRANT INSERT(others),UPDATE(others) ON TABLE public.cases_householdoutline TO havre_web;
GRANT INSERT(others),UPDATE(others) ON TABLE public.cases_householdoutline TO havre_jobs;
GRANT INSERT(pregnant),UPDATE(pregnant) ON TABLE public.cases_householdoutline TO havre_web;
GRANT INSERT(pregnant),UPDATE(pregnant) ON TABLE public.cases_householdoutline TO havre_jobs;
GRANT INSERT(pets),UPDATE(pets) ON TABLE public.cases_householdoutline TO havre_web;
GRANT INSERT(pets),UPDATE(pets) ON TABLE public.cases_householdoutline TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_householdoutline TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_householdoutline TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.cases_identity TO havre_web;
GRANT SELECT,DELETE ON TABLE public.cases_identity TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_identity TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_identity TO havre_jobs;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.cases_identity TO havre_web;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.cases_identity TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_identity TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_identity TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.cases_referral TO havre_web;
GRANT SELECT,DELETE ON TABLE public.cases_referral TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_referral TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_referral TO havre_jobs;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.cases_referral TO havre_web;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.cases_referral TO havre_jobs;
GRANT INSERT(sent_on),UPDATE(sent_on) ON TABLE public.cases_referral TO havre_web;
GRANT INSERT(sent_on),UPDATE(sent_on) ON TABLE public.cases_referral TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_referral TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_referral TO havre_jobs;
GRANT INSERT(origin_landlord_id),UPDATE(origin_landlord_id) ON TABLE public.cases_referral TO havre_web;
GRANT INSERT(origin_landlord_id),UPDATE(origin_landlord_id) ON TABLE public.cases_referral TO havre_jobs;
GRANT INSERT(referred_by_id),UPDATE(referred_by_id) ON TABLE public.cases_referral TO havre_web;
GRANT INSERT(referred_by_id),UPDATE(referred_by_id) ON TABLE public.cases_referral TO havre_jobs;
GRANT INSERT(referring_organisation_id),UPDATE(referring_organisation_id) ON TABLE public.cases_referral TO havre_web;
GRANT INSERT(referring_organisation_id),UPDATE(referring_organisation_id) ON TABLE public.cases_referral TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.cases_safecontact TO havre_web;
GRANT SELECT,DELETE ON TABLE public.cases_safecontact TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_safecontact TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_safecontact TO havre_jobs;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.cases_safecontact TO havre_web;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.cases_safecontact TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_safecontact TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_safecontact TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.cases_safetyoutline TO havre_web;
GRANT SELECT,DELETE ON TABLE public.cases_safetyoutline TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_safetyoutline TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.cases_safetyoutline TO havre_jobs;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.cases_safetyoutline TO havre_web;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.cases_safetyoutline TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_safetyoutline TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.cases_safetyoutline TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_content_type TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_content_type TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.django_content_type_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.django_content_type_id_seq TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.django_migrations_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.django_migrations_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.housing_dwelling TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.housing_dwelling TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.housing_importprofile TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.housing_importprofile TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.housing_importprofile_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.housing_importprofile_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.housing_importrun TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.housing_importrun TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.housing_vacancy TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.housing_vacancy TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations_invitation TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations_invitation TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.organisations_invitation_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.organisations_invitation_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations_membership TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations_membership TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.organisations_membership_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.organisations_membership_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations_organisation TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations_organisation TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.organisations_organisation_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.organisations_organisation_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations_user TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations_user TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.organisations_user_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.organisations_user_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE ON TABLE public.platform_casekey TO havre_vault;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.platform_identitydigest TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.platform_identitydigest TO havre_jobs;
GRANT SELECT,INSERT ON TABLE public.platform_journalentry TO havre_vault;
GRANT SELECT,INSERT ON TABLE public.platform_journalentry TO havre_web;
GRANT SELECT,INSERT ON TABLE public.platform_journalentry TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.platform_outgoingmail TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.platform_outgoingmail TO havre_jobs;
GRANT SELECT ON TABLE public.platform_share TO havre_vault;
GRANT SELECT,INSERT,UPDATE ON TABLE public.platform_share TO havre_web;
GRANT SELECT,INSERT,UPDATE ON TABLE public.platform_share TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_events TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_events TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_events_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_events_id_seq TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_jobs_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_jobs_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_periodic_defers TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_periodic_defers TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_periodic_defers_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_periodic_defers_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_workers TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_workers TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_workers_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_workers_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_commune TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_commune TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_incomeceiling TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_incomeceiling TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_incomeceiling_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_incomeceiling_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_locality TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_locality TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_participation TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_participation TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_participation_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_participation_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_pathwaytarget TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_pathwaytarget TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_pathwaytarget_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_pathwaytarget_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_programme TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_programme TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_programme_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_programme_id_seq TO havre_jobs;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_reservationright TO havre_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes_reservationright TO havre_jobs;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_reservationright_id_seq TO havre_web;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_reservationright_id_seq TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.sharing_consent TO havre_web;
GRANT SELECT,DELETE ON TABLE public.sharing_consent TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.sharing_consent TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.sharing_consent TO havre_jobs;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.sharing_consent TO havre_web;
GRANT INSERT(payload),UPDATE(payload) ON TABLE public.sharing_consent TO havre_jobs;
GRANT INSERT(version),UPDATE(version) ON TABLE public.sharing_consent TO havre_web;
GRANT INSERT(version),UPDATE(version) ON TABLE public.sharing_consent TO havre_jobs;
GRANT INSERT(form),UPDATE(form) ON TABLE public.sharing_consent TO havre_web;
GRANT INSERT(form),UPDATE(form) ON TABLE public.sharing_consent TO havre_jobs;
GRANT INSERT(given_on),UPDATE(given_on) ON TABLE public.sharing_consent TO havre_web;
GRANT INSERT(given_on),UPDATE(given_on) ON TABLE public.sharing_consent TO havre_jobs;
GRANT INSERT(until),UPDATE(until) ON TABLE public.sharing_consent TO havre_web;
GRANT INSERT(until),UPDATE(until) ON TABLE public.sharing_consent TO havre_jobs;
GRANT INSERT(recorded_at),UPDATE(recorded_at) ON TABLE public.sharing_consent TO havre_web;
GRANT INSERT(recorded_at),UPDATE(recorded_at) ON TABLE public.sharing_consent TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.sharing_consent TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.sharing_consent TO havre_jobs;
GRANT SELECT,DELETE ON TABLE public.sharing_consentitem TO havre_web;
GRANT SELECT,DELETE ON TABLE public.sharing_consentitem TO havre_jobs;
GRANT INSERT(id),UPDATE(id) ON TABLE public.sharing_consentitem TO havre_web;
GRANT INSERT(id),UPDATE(id) ON TABLE public.sharing_consentitem TO havre_jobs;
GRANT INSERT(recipient),UPDATE(recipient) ON TABLE public.sharing_consentitem TO havre_web;
GRANT INSERT(recipient),UPDATE(recipient) ON TABLE public.sharing_consentitem TO havre_jobs;
GRANT INSERT(agreed),UPDATE(agreed) ON TABLE public.sharing_consentitem TO havre_web;
GRANT INSERT(agreed),UPDATE(agreed) ON TABLE public.sharing_consentitem TO havre_jobs;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.sharing_consentitem TO havre_web;
GRANT INSERT(case_id),UPDATE(case_id) ON TABLE public.sharing_consentitem TO havre_jobs;
GRANT INSERT(consent_id),UPDATE(consent_id) ON TABLE public.sharing_consentitem TO havre_web;
GRANT INSERT(consent_id),UPDATE(consent_id) ON TABLE public.sharing_consentitem TO havre_jobs;
