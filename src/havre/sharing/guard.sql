-- From whom a case is kept, and how a compartment is opened beyond her agreement: what the database
-- holds against any query. Run as the owner after the policies; idempotent.

CREATE OR REPLACE FUNCTION havre.is_owner_of(relation oid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT current_user = pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c
   WHERE c.oid = relation $$;

CREATE OR REPLACE FUNCTION havre.works_for(person bigint, organisation bigint, as_coordinator boolean)
RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.organisations_membership m
    JOIN public.organisations_user u ON u.id = m.user_id
    WHERE m.user_id = person AND m.organisation_id = organisation AND m.active AND u.is_active
      AND (NOT as_coordinator OR m.seat = 'COORDINATOR')) $$;

-- The walls of a case follow its recusals and restrictions, at once and on every row.
CREATE OR REPLACE FUNCTION havre.build_walls(of_case uuid) RETURNS jsonb
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT nullif(jsonb_strip_nulls(jsonb_build_object(
    'people', (SELECT jsonb_agg(r.user_id ORDER BY r.user_id) FROM public.sharing_recusal r
                WHERE r.case_id = of_case AND r.lifted_at IS NULL AND r.user_id IS NOT NULL),
    'organisations', (SELECT jsonb_agg(r.organisation_id ORDER BY r.organisation_id)
                FROM public.sharing_recusal r WHERE r.case_id = of_case AND r.lifted_at IS NULL
                 AND r.organisation_id IS NOT NULL),
    'named', (SELECT jsonb_object_agg(one.organisation, one.people) FROM (
                SELECT r.organisation_id::text AS organisation, to_jsonb(r.named) AS people
                  FROM public.sharing_restriction r
                 WHERE r.case_id = of_case AND r.ended_at IS NULL
                UNION ALL
                SELECT q.organisation_id::text, '[]'::jsonb FROM public.sharing_reservationrequest q
                 WHERE q.case_id = of_case AND q.suspended AND q.ended_at IS NULL
                   AND NOT EXISTS (SELECT FROM public.sharing_restriction r
                     WHERE r.case_id = of_case AND r.organisation_id = q.organisation_id
                       AND r.ended_at IS NULL)) one))), '{}'::jsonb) $$;

CREATE OR REPLACE FUNCTION havre.follow_walls() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE touched record;
BEGIN
  FOR touched IN SELECT DISTINCT case_id FROM changed ORDER BY case_id LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended(touched.case_id::text, 0));
    PERFORM havre.raise_walls(touched.case_id, havre.build_walls(touched.case_id));
  END LOOP;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION havre.drop_walls() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM havre.wall;
  RETURN NULL;
END $$;

-- A recusal is said by who coordinates the keeper of the file, never of the keeper itself; it is
-- lifted, not removed.
CREATE OR REPLACE FUNCTION havre.guard_recusal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF havre.is_owner_of(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a recusal is lifted, not removed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF havre.steward(NEW.case_id) IS DISTINCT FROM havre.acting()
     OR NOT havre.works_for(havre.person(), havre.acting(), true)
     OR NEW.organisation_id IS NOT DISTINCT FROM havre.acting() THEN
    RAISE EXCEPTION 'this recusal is not theirs to say' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.lifted_at IS NOT NULL THEN
      RAISE EXCEPTION 'a recusal begins' USING ERRCODE = 'insufficient_privilege';
    END IF;
  ELSIF (NEW.case_id, NEW.user_id, NEW.organisation_id, NEW.since, NEW.payload)
        IS DISTINCT FROM (OLD.case_id, OLD.user_id, OLD.organisation_id, OLD.since, OLD.payload)
     OR OLD.lifted_at IS NOT NULL THEN
    RAISE EXCEPTION 'a recusal only ends' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- Whether one of these people works for the organisation and is not recused from the case.
CREATE OR REPLACE FUNCTION havre.somebody_can(of_case uuid, organisation bigint, people bigint[])
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM unnest(people) p WHERE havre.works_for(p, organisation, false)
    AND NOT EXISTS (SELECT FROM havre.wall w
                     WHERE w.case_id = of_case AND w.walls -> 'people' @> to_jsonb(p)))
    AND pg_trigger_depth() > 0 $$;

-- A restriction is said in one's own organisation, by who coordinates it or is named already, and
-- always names somebody of it.
CREATE OR REPLACE FUNCTION havre.guard_restriction() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF havre.is_owner_of(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a restriction ends, it is not removed'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.organisation_id IS DISTINCT FROM havre.acting()
     OR NOT (havre.works_for(havre.person(), havre.acting(), true)
       OR TG_OP = 'UPDATE' AND havre.person() = ANY (OLD.named)
          AND havre.works_for(havre.person(), havre.acting(), false)) THEN
    RAISE EXCEPTION 'this restriction is not theirs to say'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE' AND ((NEW.case_id, NEW.organisation_id, NEW.since)
       IS DISTINCT FROM (OLD.case_id, OLD.organisation_id, OLD.since)
       OR OLD.ended_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a restriction only changes its people or ends'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Whoever may not see the case is left to the policy, which answers for absent and hidden alike.
  IF NEW.ended_at IS NULL AND havre.acting() = ANY (NEW.readers)
     AND havre.passes(NEW.walls, havre.person(), havre.acting())
     AND NOT havre.somebody_can(NEW.case_id, NEW.organisation_id, NEW.named) THEN
    RAISE EXCEPTION 'nobody could see the case any more' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'somebody_can_see';
  END IF;
  RETURN NEW;
END $$;

-- Which of these people of an organisation may know of a case: who is asked before anybody is
-- written to about it. Told to the keeper, to the organisation itself, and to jobs that were told.
CREATE OR REPLACE FUNCTION havre.may_know(of_case uuid, organisation bigint, people bigint[])
RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(p ORDER BY p), '{}') FROM unnest(people) p
   WHERE p > 0 AND havre.works_for(p, organisation, false)
     AND (havre.steward(of_case) = havre.acting()
          OR havre.was_told(of_case) AND (organisation = havre.acting() OR havre.person() = 0))
     AND havre.passes((SELECT w.walls FROM havre.wall w WHERE w.case_id = of_case),
                      p, organisation) $$;

-- Restrictions of the acting organisation of which nobody named may see the case any more: their
-- numbers, not their cases, for who coordinates it, unless she is recused.
CREATE OR REPLACE FUNCTION havre.orphaned() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id FROM public.sharing_restriction r
   WHERE r.organisation_id = havre.acting() AND r.ended_at IS NULL
     AND havre.works_for(havre.person(), havre.acting(), true)
     AND NOT EXISTS (SELECT FROM unnest(r.named) p
                      WHERE havre.works_for(p, r.organisation_id, false) AND NOT EXISTS (
                        SELECT FROM havre.wall w
                         WHERE w.case_id = r.case_id AND w.walls -> 'people' @> to_jsonb(p)))
     AND NOT EXISTS (SELECT FROM havre.wall w WHERE w.case_id = r.case_id
                      AND (w.walls -> 'people' @> to_jsonb(havre.person())
                           OR w.walls -> 'organisations' @> to_jsonb(r.organisation_id))) $$;

-- Name somebody in such a restriction; returns false when that cannot be, whatever the cause.
CREATE OR REPLACE FUNCTION havre.name_person(restriction uuid, somebody bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE of_case uuid;
BEGIN
  SELECT r.case_id INTO of_case FROM public.sharing_restriction r
   WHERE r.id = restriction AND r.id IN (SELECT havre.orphaned())
     AND havre.works_for(somebody, r.organisation_id, false)
     AND NOT EXISTS (SELECT FROM havre.wall w WHERE w.case_id = r.case_id
                      AND w.walls -> 'people' @> to_jsonb(somebody));
  IF of_case IS NULL THEN RETURN false; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(of_case::text, 0));
  UPDATE public.sharing_restriction r SET named = r.named || somebody
   WHERE r.id = restriction AND r.ended_at IS NULL;
  RETURN FOUND;
END $$;

-- Whether an organisation holds an open share of a case that has not passed its end: of this
-- compartment, or (NULL) of any. A suspended or walled partner keeps its shares.
CREATE OR REPLACE FUNCTION havre.holds_share(of_case uuid, organisation bigint, part text)
RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.platform_share s
    WHERE s.case_id = of_case AND s.organisation_id = organisation AND s.closed_at IS NULL
      AND (s.until IS NULL OR s.until > clock_timestamp())
      AND (part IS NULL OR s.compartment = part AND s.reads)) $$;

-- The keeper asks an organisation that holds a share to reserve the case; while it is suspended
-- nobody of that organisation sees it. Written by the functions below alone.
CREATE OR REPLACE FUNCTION havre.guard_reservation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF havre.is_owner_of(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  RAISE EXCEPTION 'a request to reserve is written by its functions'
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION havre.ask_to_reserve(of_case uuid, organisation bigint, suspend boolean)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE request uuid;
BEGIN
  IF havre.steward(of_case) IS DISTINCT FROM havre.acting() OR organisation = havre.acting()
     OR havre.is_kept_from_me(of_case)
     OR NOT havre.works_for(havre.person(), havre.acting(), true) THEN
    RETURN NULL;
  END IF;
  -- A partner that reserves the case at this moment is waited for.
  PERFORM pg_advisory_xact_lock(hashtextextended(of_case::text, 0));
  IF NOT havre.holds_share(of_case, organisation, NULL)
     OR EXISTS (SELECT FROM public.sharing_restriction r WHERE r.case_id = of_case
          AND r.organisation_id = organisation AND r.ended_at IS NULL) THEN
    RETURN NULL;
  END IF;
  INSERT INTO public.sharing_reservationrequest
    (id, case_id, organisation_id, asked_by_id, asked_at, suspended, answer)
  VALUES (gen_random_uuid(), of_case, organisation, havre.person(), clock_timestamp(), suspend, '')
  ON CONFLICT DO NOTHING RETURNING id INTO request;
  RETURN request;
END $$;

-- What the keepers ask of the acting organisation while it holds a share, for who coordinates it
-- and is not recused; which case, only where she sees it.
CREATE OR REPLACE FUNCTION havre.reservations_asked()
RETURNS TABLE (request uuid, reference text, of_case uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT q.id, CASE WHEN seen THEN c.reference END, CASE WHEN seen THEN c.id END
    FROM public.sharing_reservationrequest q JOIN public.cases_case c ON c.id = q.case_id,
         LATERAL (SELECT NOT havre.is_kept_from_me(q.case_id)
                     AND havre.holds_share(q.case_id, q.organisation_id, 'PROGRESS') AS seen) s
   WHERE q.organisation_id = havre.acting() AND q.ended_at IS NULL AND q.answer = ''
     AND havre.holds_share(q.case_id, q.organisation_id, NULL)
     AND havre.works_for(havre.person(), havre.acting(), true)
     AND NOT EXISTS (SELECT FROM havre.wall w WHERE w.case_id = q.case_id
                      AND (w.walls -> 'people' @> to_jsonb(havre.person())
                           OR w.walls -> 'organisations' @> to_jsonb(q.organisation_id)))
   ORDER BY q.asked_at $$;

-- Reserve the case to these people, or, with none, say that it cannot be; false when that cannot
-- be, whatever the cause.
CREATE OR REPLACE FUNCTION havre.answer_reservation(asked uuid, people bigint[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found public.sharing_reservationrequest;
BEGIN
  -- A colleague who reserves the case at this moment is waited for: the request is then met.
  PERFORM pg_advisory_xact_lock(hashtextextended(q.case_id::text, 0))
     FROM public.sharing_reservationrequest q
    WHERE q.id = asked AND q.id IN (SELECT a.request FROM havre.reservations_asked() a);
  SELECT q.* INTO found FROM public.sharing_reservationrequest q
   WHERE q.id = asked AND q.id IN (SELECT a.request FROM havre.reservations_asked() a) FOR UPDATE;
  IF found.id IS NULL OR found.ended_at IS NOT NULL OR found.answer <> '' THEN RETURN false; END IF;
  IF cardinality(people) = 0 THEN
    UPDATE public.sharing_reservationrequest q SET answer = 'CANNOT', answered_at = clock_timestamp()
     WHERE q.id = asked;
    RETURN true;
  END IF;
  IF EXISTS (SELECT FROM unnest(people) p
              WHERE NOT havre.works_for(p, found.organisation_id, false) OR EXISTS (
                SELECT FROM havre.wall w
                 WHERE w.case_id = found.case_id AND w.walls -> 'people' @> to_jsonb(p))) THEN
    RETURN false;
  END IF;
  INSERT INTO public.sharing_restriction (id, case_id, organisation_id, named, since)
  VALUES (gen_random_uuid(), found.case_id, found.organisation_id, people, clock_timestamp());
  RETURN true;  -- the request is met with it (meet_request)
END $$;

-- However a case comes to be reserved, by the answer or by the organisation itself, what was asked
-- of it is met: nobody answers later in place of those it named.
CREATE OR REPLACE FUNCTION havre.meet_request() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.sharing_reservationrequest q
     SET answer = 'DONE', answered_at = clock_timestamp(), ended_at = clock_timestamp()
   WHERE q.case_id = NEW.case_id AND q.organisation_id = NEW.organisation_id
     AND q.ended_at IS NULL;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS havre_meet_request ON public.sharing_restriction;
CREATE TRIGGER havre_meet_request AFTER INSERT ON public.sharing_restriction
  FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION havre.meet_request();
-- Those that a reservation had left open before it was so.
UPDATE public.sharing_reservationrequest q
   SET answer = 'DONE', answered_at = clock_timestamp(), ended_at = clock_timestamp()
  FROM public.sharing_restriction r
 WHERE q.ended_at IS NULL AND r.ended_at IS NULL AND r.case_id = q.case_id
   AND r.organisation_id = q.organisation_id;

CREATE OR REPLACE FUNCTION havre.end_reservation_request(asked uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.sharing_reservationrequest q SET ended_at = clock_timestamp()
   WHERE q.id = asked AND q.ended_at IS NULL AND havre.steward(q.case_id) = havre.acting()
     AND NOT havre.is_kept_from_me(q.case_id)
     AND havre.works_for(havre.person(), havre.acting(), true);
  RETURN FOUND;
END $$;

-- Exceptional access: asked in her own name by who coordinates the keeper of the file, answered
-- within the hour by another person of it, once; the hours are the database's own.
CREATE OR REPLACE FUNCTION havre.guard_exceptional() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE moment timestamptz := clock_timestamp();
BEGIN
  IF havre.is_owner_of(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' OR NEW.organisation_id IS DISTINCT FROM havre.acting()
     OR havre.steward(NEW.case_id) IS DISTINCT FROM havre.acting() THEN
    RAISE EXCEPTION 'exceptional access is the keeper''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.asked_by_id IS DISTINCT FROM havre.person()
       OR NOT havre.works_for(NEW.asked_by_id, NEW.organisation_id, true)
       OR num_nonnulls(NEW.answered_by_id, NEW.answered_at, NEW.confirmed, NEW.until) > 0 THEN
      RAISE EXCEPTION 'exceptional access is asked in one''s own name'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.asked_at := moment;
    RETURN NEW;
  END IF;
  IF (NEW.case_id, NEW.organisation_id, NEW.opens, NEW.ground, NEW.asked_by_id, NEW.asked_at)
       IS DISTINCT FROM
     (OLD.case_id, OLD.organisation_id, OLD.opens, OLD.ground, OLD.asked_by_id, OLD.asked_at) THEN
    RAISE EXCEPTION 'what was asked never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.confirmed THEN  -- it may only end sooner
    IF (NEW.confirmed, NEW.answered_by_id, NEW.answered_at)
         IS DISTINCT FROM (OLD.confirmed, OLD.answered_by_id, OLD.answered_at)
       OR NEW.until IS NULL OR NEW.until > OLD.until THEN
      RAISE EXCEPTION 'exceptional access only ends' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.confirmed IS NOT NULL OR NEW.confirmed IS NULL
     OR NEW.answered_by_id IS DISTINCT FROM havre.person()
     OR NOT havre.works_for(NEW.answered_by_id, NEW.organisation_id, false)
     OR NEW.confirmed AND havre.one_person(NEW.answered_by_id, OLD.asked_by_id)
     OR moment > OLD.asked_at + interval '1 hour' THEN
    RAISE EXCEPTION 'another person answers, within the hour, once'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.answered_at := moment;
  NEW.until := CASE WHEN NEW.confirmed THEN moment + interval '1 hour' END;
  RETURN NEW;
END $$;

-- A share on that basis needs a confirmed request that still runs, and ends with it.
CREATE OR REPLACE FUNCTION havre.guard_share() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF havre.is_owner_of(TG_RELID) OR NEW.basis <> 'BREAK_GLASS' THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND OLD.basis = 'BREAK_GLASS' AND NEW.until <= OLD.until
     AND (NEW.case_id, NEW.organisation_id, NEW.compartment, NEW.scope, NEW.reads, NEW.writes)
       IS NOT DISTINCT FROM
         (OLD.case_id, OLD.organisation_id, OLD.compartment, OLD.scope, OLD.reads, OLD.writes)
     AND (OLD.closed_at IS NULL OR NEW.closed_at IS NOT NULL) THEN
    RETURN NEW;
  END IF;
  IF NEW.writes OR NEW.scope IS NOT NULL OR NEW.until IS NULL OR NOT EXISTS (
       SELECT FROM public.sharing_exceptionalaccess x
        WHERE x.case_id = NEW.case_id AND x.organisation_id = NEW.organisation_id
          AND x.opens = NEW.compartment AND x.confirmed AND x.answered_by_id <> x.asked_by_id
          AND NEW.until <= x.until AND x.until <= x.answered_at + interval '1 hour'
          AND clock_timestamp() < x.until) THEN
    RAISE EXCEPTION 'two people open a compartment beyond her agreement, for an hour'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'two_people';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS havre_exceptional ON public.platform_share;
CREATE TRIGGER havre_exceptional BEFORE INSERT OR UPDATE ON public.platform_share
  FOR EACH ROW EXECUTE FUNCTION havre.guard_share();
DROP TRIGGER IF EXISTS havre_guard ON public.sharing_exceptionalaccess;
CREATE TRIGGER havre_guard BEFORE INSERT OR UPDATE OR DELETE ON public.sharing_exceptionalaccess
  FOR EACH ROW EXECUTE FUNCTION havre.guard_exceptional();

DO $$
DECLARE place text[]; event text; seen text;
BEGIN
  FOREACH place SLICE 1 IN ARRAY ARRAY[['sharing_recusal', 'guard_recusal'],
                                       ['sharing_restriction', 'guard_restriction'],
                                       ['sharing_reservationrequest', 'guard_reservation']] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS havre_guard ON public.%I', place[1]);
    EXECUTE format('CREATE TRIGGER havre_guard BEFORE INSERT OR UPDATE OR DELETE ON public.%I '
      'FOR EACH ROW EXECUTE FUNCTION havre.%I()', place[1], place[2]);
    EXECUTE format('DROP TRIGGER IF EXISTS havre_walls_truncate ON public.%I', place[1]);
    EXECUTE format('CREATE TRIGGER havre_walls_truncate AFTER TRUNCATE ON public.%I '
      'FOR EACH STATEMENT EXECUTE FUNCTION havre.drop_walls()', place[1]);
    FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
      seen := CASE event WHEN 'delete' THEN 'OLD' ELSE 'NEW' END;
      EXECUTE format('DROP TRIGGER IF EXISTS havre_walls_%s ON public.%I', event, place[1]);
      EXECUTE format('CREATE TRIGGER havre_walls_%s AFTER %s ON public.%I REFERENCING %s TABLE AS '
        'changed FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) '
        'EXECUTE FUNCTION havre.follow_walls()',
        event, event, place[1], seen);
    END LOOP;
  END LOOP;
END $$;

REVOKE ALL ON FUNCTION havre.is_owner_of(oid), havre.works_for(bigint, bigint, boolean),
  havre.build_walls(uuid), havre.follow_walls(), havre.drop_walls(), havre.guard_recusal(),
  havre.somebody_can(uuid, bigint, bigint[]), havre.guard_restriction(), havre.orphaned(),
  havre.may_know(uuid, bigint, bigint[]), havre.guard_reservation(),
  havre.holds_share(uuid, bigint, text), havre.meet_request(),
  havre.ask_to_reserve(uuid, bigint, boolean), havre.reservations_asked(),
  havre.answer_reservation(uuid, bigint[]), havre.end_reservation_request(uuid),
  havre.name_person(uuid, bigint), havre.guard_exceptional(), havre.guard_share() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.is_owner_of(oid), havre.works_for(bigint, bigint, boolean),
  havre.somebody_can(uuid, bigint, bigint[]), havre.orphaned(), havre.name_person(uuid, bigint),
  havre.may_know(uuid, bigint, bigint[]), havre.reservations_asked()
  TO havre_web, havre_jobs;
GRANT EXECUTE ON FUNCTION havre.ask_to_reserve(uuid, bigint, boolean),
  havre.answer_reservation(uuid, bigint[]), havre.end_reservation_request(uuid) TO havre_web;

-- Nobody opens or widens a share beyond the agreement in force, not even the keeper by raw SQL.
-- Apart, each with its own rule: the keeper's own file, an author's draft, a signed lease, and what
-- the law lets open. The two lists below are those of `sharing.policy` (a test compares them).
CREATE OR REPLACE FUNCTION havre.never_shared() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$ SELECT ARRAY['SUPPORT_MEDICAL', 'SUPPORT_PSYCHOLOGICAL'] $$;

CREATE OR REPLACE FUNCTION havre.drafted() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$ SELECT ARRAY['PROGRESS', 'IDENTITY', 'CONTACT', 'HOUSEHOLD', 'SHELTER_PLACE', 'SAFETY'] $$;

CREATE OR REPLACE FUNCTION havre.keep_within_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  latest uuid;
  wanted text[];
BEGIN
  -- An exceptional access has two people's word (havre_exceptional), not hers.
  IF NEW.closed_at IS NOT NULL OR NEW.basis = 'BREAK_GLASS' THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND OLD.closed_at IS NULL AND NEW.basis = OLD.basis
     AND NEW.organisation_id = OLD.organisation_id AND NEW.compartment = OLD.compartment
     AND NEW.case_id = OLD.case_id AND NEW.reads <= OLD.reads AND NEW.writes <= OLD.writes
     AND NEW.scope IS NOT DISTINCT FROM OLD.scope
     AND (NEW.until = OLD.until OR OLD.until IS NULL OR NEW.until < OLD.until) THEN
    RETURN NEW;  -- narrowed, or unchanged
  END IF;
  IF NEW.compartment = ANY (havre.never_shared()) THEN
    RAISE EXCEPTION 'this compartment is in no table of shares'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'never_shared';
  END IF;
  IF NEW.basis = 'LEASE' THEN RETURN NEW; END IF;  -- the lease itself is asked (allocations)
  IF NEW.basis = 'DRAFT' THEN  -- the author, for herself, until she sends it
    IF NEW.scope IS NULL AND NEW.compartment = ANY (havre.drafted()) AND EXISTS (
         SELECT 1 FROM public.cases_case c WHERE c.id = NEW.case_id AND c.stage = 'DRAFT'
            AND c.steward_id = NEW.organisation_id) THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a draft is its author''s alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.organisation_id = (SELECT p.organisation_id FROM public.programmes_participation p
       JOIN public.cases_case c ON c.programme_id = p.programme_id
      WHERE c.id = NEW.case_id AND p.role = 'OPERATOR' AND p.active LIMIT 1) THEN
    RETURN NEW;  -- the keeper, or the operator about to become it
  END IF;
  wanted := CASE NEW.basis
    WHEN 'PUBLICATION' THEN ARRAY['BOARD']
    WHEN 'PROPOSAL' THEN ARRAY['LANDLORD', 'HOLDER']
    WHEN 'ACCEPTANCE' THEN ARRAY['LANDLORD', 'HOLDER']
    ELSE (SELECT CASE WHEN r.referring_organisation_id = NEW.organisation_id
                      THEN ARRAY['REFERRER'] ELSE '{}' END
              || CASE WHEN r.origin_landlord_id = NEW.organisation_id
                      THEN ARRAY['ORIGIN'] ELSE '{}' END
            FROM public.cases_referral r WHERE r.case_id = NEW.case_id) END;
  SELECT s.id INTO latest FROM public.sharing_consent s
   WHERE s.case_id = NEW.case_id ORDER BY s.version DESC LIMIT 1;
  IF latest IS NULL OR NEW.until IS NULL OR EXISTS (
       SELECT 1 FROM public.sharing_consentitem i WHERE i.consent_id = latest
          AND i.organisation_id = NEW.organisation_id AND NOT i.agreed)
     OR NOT EXISTS (
       SELECT 1 FROM public.sharing_consentitem i WHERE i.consent_id = latest AND i.agreed
          AND (i.recipient = ANY (wanted)
               OR (NEW.basis = 'MANUAL' AND i.organisation_id = NEW.organisation_id))
          AND NEW.compartment = ANY (i.compartments)
          AND (NEW.until AT TIME ZONE 'Europe/Paris')::date <= i.until) THEN
    RAISE EXCEPTION 'a share stays within her agreement' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION havre.keep_within_consent(), havre.never_shared(), havre.drafted()
  FROM PUBLIC;

DROP TRIGGER IF EXISTS havre_within_consent ON public.platform_share;
CREATE TRIGGER havre_within_consent BEFORE INSERT OR UPDATE ON public.platform_share
  FOR EACH ROW EXECUTE FUNCTION havre.keep_within_consent();
