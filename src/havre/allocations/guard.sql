-- What no organisation may do to a proposal, even with SQL of its own. Run as the owner after the
-- policies; idempotent. The same moves as `engine.proposal_steps` (a test compares).
CREATE OR REPLACE FUNCTION havre.proposal_may_move(before text, after text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT after = ANY (CASE before
    WHEN 'DRAFTED' THEN ARRAY['PROPOSED', 'WITHDRAWN']
    WHEN 'PROPOSED' THEN ARRAY['ACCEPTED', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'ACCEPTED' THEN ARRAY['WITH_HOLDER', 'WITH_LANDLORD', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'WITH_HOLDER' THEN
      ARRAY['WITH_LANDLORD', 'DECLINED_BY_HOLDER', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'WITH_LANDLORD' THEN
      ARRAY['COMMITTEE', 'CONFIRMED', 'DECLINED_BY_LANDLORD', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'COMMITTEE' THEN ARRAY['ADJOURNED', 'ALLOCATED', 'RANKED', 'CONDITIONAL',
      'NOT_ALLOCATED', 'INADMISSIBLE', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'ADJOURNED' THEN
      ARRAY['COMMITTEE', 'DECLINED_BY_LANDLORD', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'RANKED' THEN ARRAY['ALLOCATED', 'NOT_ALLOCATED', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'CONDITIONAL' THEN ARRAY['ALLOCATED', 'NOT_ALLOCATED', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'ALLOCATED' THEN ARRAY['CONFIRMED', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'CONFIRMED' THEN ARRAY['LEASED', 'DECLINED_BY_HER', 'WITHDRAWN']
    WHEN 'LEASED' THEN ARRAY['MOVED_IN']
    ELSE ARRAY[]::text[] END) $$;

-- Whose word a move is: the holder designates or declines, the landlord answers, decides, signs;
-- an agency, which has no committee, agrees at once. The file's keeper may say any of it.
CREATE OR REPLACE FUNCTION havre.proposal_own_word(
  acting bigint, holder bigint, landlord bigint, of_programme bigint, before text, after text
) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE
    WHEN before = 'WITH_HOLDER' THEN
      acting = holder AND after IN ('WITH_LANDLORD', 'DECLINED_BY_HOLDER')
    WHEN after = 'CONFIRMED' THEN
      acting = landlord AND before = 'WITH_LANDLORD' AND NOT EXISTS (
        SELECT 1 FROM public.programmes_participation p WHERE p.organisation_id = landlord
           AND p.programme_id = of_programme AND p.role = 'LANDLORD' AND p.active)
    ELSE acting = landlord AND after IN ('COMMITTEE', 'ADJOURNED', 'DECLINED_BY_LANDLORD',
      'ALLOCATED', 'RANKED', 'CONDITIONAL', 'NOT_ALLOCATED', 'INADMISSIBLE', 'LEASED',
      'MOVED_IN') END $$;

CREATE OR REPLACE FUNCTION havre.guard_proposal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
  IF (NEW.vacancy_id, NEW.landlord_id, NEW.holder_id, NEW.reference)
     IS DISTINCT FROM (OLD.vacancy_id, OLD.landlord_id, OLD.holder_id, OLD.reference) THEN
    RAISE EXCEPTION 'what was proposed never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- The hold is counted from the day she is asked, or from the day she takes the first place.
  IF OLD.status <> 'DRAFTED' AND (NEW.proposed_on IS DISTINCT FROM OLD.proposed_on OR (
       NEW.hold_until IS DISTINCT FROM OLD.hold_until
       AND NOT (NEW.place = 1 AND OLD.place IS DISTINCT FROM 1))) THEN
    RAISE EXCEPTION 'a hold is never lengthened' USING ERRCODE = 'insufficient_privilege';
  END IF;
  keeps := havre.steward(OLD.case_id) = havre.acting();
  IF NOT keeps AND (NEW.place, NEW.moved_up_at, NEW.visit_on, NEW.reply_by) IS DISTINCT FROM
     (OLD.place, OLD.moved_up_at, OLD.visit_on, OLD.reply_by) THEN
    RAISE EXCEPTION 'the line is not theirs to order' USING ERRCODE = 'insufficient_privilege';
  END IF;
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

CREATE OR REPLACE FUNCTION havre.guard_proposal_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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

-- A share on that basis is the new landlord's, of its own dwelling, once the lease is signed.
CREATE OR REPLACE FUNCTION havre.guard_lease_share() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.basis <> 'LEASE' OR NEW.closed_at IS NOT NULL OR current_user = pg_get_userbyid(
       (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID)) THEN
    RETURN NEW;
  END IF;
  IF NEW.compartment <> 'NEW_HOME' OR NOT NEW.reads OR NEW.writes OR NOT EXISTS (
       SELECT 1 FROM public.allocations_proposal p WHERE p.id = NEW.scope
          AND p.case_id = NEW.case_id AND p.landlord_id = NEW.organisation_id
          AND p.status IN ('LEASED', 'MOVED_IN')) THEN
    RAISE EXCEPTION 'a lease opens its own dwelling to its landlord'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'own_lease';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS havre_lease ON public.platform_share;
CREATE TRIGGER havre_lease BEFORE INSERT OR UPDATE ON public.platform_share
  FOR EACH ROW EXECUTE FUNCTION havre.guard_lease_share();
DROP TRIGGER IF EXISTS havre_guard ON public.allocations_proposal;
CREATE TRIGGER havre_guard BEFORE UPDATE OR DELETE ON public.allocations_proposal
  FOR EACH ROW EXECUTE FUNCTION havre.guard_proposal();
DROP TRIGGER IF EXISTS havre_guard ON public.allocations_proposalstep;
CREATE TRIGGER havre_guard BEFORE INSERT OR UPDATE OR DELETE ON public.allocations_proposalstep
  FOR EACH ROW EXECUTE FUNCTION havre.guard_proposal_step();

REVOKE ALL ON FUNCTION havre.proposal_may_move(text, text),
  havre.proposal_own_word(bigint, bigint, bigint, bigint, text, text),
  havre.guard_proposal(), havre.guard_proposal_step(), havre.guard_lease_share() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.proposal_may_move(text, text),
  havre.proposal_own_word(bigint, bigint, bigint, bigint, text, text) TO havre_web, havre_jobs;

-- The urgent circuit. Lines are written by these functions alone: the keeper asks who reads her card
-- now, and nobody else; each organisation answers its own. The time is never before the clock's.
CREATE OR REPLACE FUNCTION havre.ask_urgently(of_call uuid, of_organisation bigint, moment timestamptz)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE held public.allocations_urgentcall;
BEGIN
  SELECT c.* INTO held FROM public.allocations_urgentcall c
   WHERE c.id = of_call AND c.closed_at IS NULL AND havre.steward(c.case_id) = havre.acting();
  IF held.id IS NULL THEN RETURN 'NOT_READING'; END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(held.case_id::text, 0));
  IF NOT EXISTS (
       SELECT FROM public.platform_share s WHERE s.case_id = held.case_id
          AND s.organisation_id = of_organisation AND s.compartment = 'NEED_CARD' AND s.reads
          AND s.closed_at IS NULL AND (s.until IS NULL OR s.until > clock_timestamp()))
     OR EXISTS (SELECT FROM havre.wall w WHERE w.case_id = held.case_id
                  AND w.walls -> 'organisations' @> to_jsonb(of_organisation)) THEN
    RETURN 'NOT_READING';
  END IF;
  INSERT INTO public.allocations_urgentask
    (id, case_id, call_id, organisation_id, asked_at, due_at, answer, refusal, late, on_behalf)
  VALUES (gen_random_uuid(), held.case_id, held.id, of_organisation,
          greatest(moment, clock_timestamp()), held.due_at, '', '', false, false)
  ON CONFLICT DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'ASKED' ELSE 'BEFORE' END;
END $$;

-- An answer: by the organisation asked while it reads the card, or by the keeper on its behalf. An
-- answer given in time stays; one given after the end is kept as late.
CREATE OR REPLACE FUNCTION havre.answer_urgently(
  of_ask uuid, said text, reason text, offered uuid, moment timestamptz
) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  held public.allocations_urgentask;
  at timestamptz := greatest(moment, clock_timestamp());
  is_late boolean;
BEGIN
  SELECT a.* INTO held FROM public.allocations_urgentask a
   WHERE a.id = of_ask AND NOT havre.is_kept_from_me(a.case_id)
     AND (havre.steward(a.case_id) = havre.acting()
       OR a.organisation_id = havre.acting() AND havre.acting() = ANY (a.readers)
          AND NOT a.case_id = ANY (havre.lapsed('NEED_CARD'))) FOR UPDATE;
  IF held.id IS NULL OR said NOT IN ('YES', 'NO', 'TIME') THEN RETURN 'NOBODY'; END IF;
  is_late := held.ended_at IS NOT NULL OR held.due_at <= at;
  IF is_late AND held.answer IN ('YES', 'NO') AND NOT held.late THEN RETURN 'OVER'; END IF;
  IF said = 'YES' AND NOT EXISTS (
       SELECT FROM public.housing_vacancy v WHERE v.id = offered AND v.status = 'OPEN'
          AND held.organisation_id IN (v.landlord_id, v.holder_id)) THEN
    RETURN 'GONE';
  END IF;
  UPDATE public.allocations_urgentask a SET answer = said, answered_at = at, late = is_late,
         refusal = CASE WHEN said = 'NO' THEN reason ELSE '' END,
         vacancy_id = CASE WHEN said = 'YES' THEN offered END,
         on_behalf = held.organisation_id IS DISTINCT FROM havre.acting()
   WHERE a.id = held.id;
  RETURN CASE WHEN is_late THEN 'LATE' ELSE 'DONE' END;
END $$;

CREATE OR REPLACE FUNCTION havre.follow_urgent_call(of_call uuid, moment timestamptz) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.allocations_urgentask a SET due_at = c.due_at, ended_at = c.closed_at
    FROM public.allocations_urgentcall c
   WHERE c.id = of_call AND a.call_id = c.id AND havre.steward(c.case_id) = havre.acting();
  RETURN 'DONE';
END $$;

CREATE OR REPLACE FUNCTION havre.guard_urgent_ask() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user = pg_get_userbyid(
       (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID)) THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  RAISE EXCEPTION 'an urgent call is answered by its functions'
    USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER IF EXISTS havre_guard ON public.allocations_urgentask;
CREATE TRIGGER havre_guard BEFORE INSERT OR UPDATE OR DELETE ON public.allocations_urgentask
  FOR EACH ROW EXECUTE FUNCTION havre.guard_urgent_ask();

REVOKE ALL ON FUNCTION havre.ask_urgently(uuid, bigint, timestamptz),
  havre.answer_urgently(uuid, text, text, uuid, timestamptz),
  havre.follow_urgent_call(uuid, timestamptz), havre.guard_urgent_ask() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.ask_urgently(uuid, bigint, timestamptz),
  havre.answer_urgently(uuid, text, text, uuid, timestamptz),
  havre.follow_urgent_call(uuid, timestamptz) TO havre_web, havre_jobs;
