-- What nobody may do to a commission's minutes, even with SQL of one's own, and for whom a case may
-- be shown in a room. Run as the owner after the policies; idempotent.

-- Which of these cases may not be shown before these people of these organisations (one person for
-- each organisation named, a number of no account for whoever is there unnamed): somebody in the
-- room does not read the card, or the case is kept from them. Answers the keeper of the file alone:
-- for anyone else, and for a case hidden or absent, the answer is that it may not be shown.
CREATE OR REPLACE FUNCTION havre.not_for_the_room(
  of_cases uuid[], organisations bigint[], people bigint[]
) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(one.id), '{}') FROM unnest(of_cases) AS one(id)
   WHERE coalesce(cardinality(organisations), 0) = 0
      OR cardinality(organisations) IS DISTINCT FROM cardinality(people)
      OR havre.steward(one.id) = 0
      OR EXISTS (
        SELECT FROM unnest(organisations, people) AS room(organisation, person)
         WHERE NOT EXISTS (
             SELECT FROM public.platform_share s
              WHERE s.case_id = one.id AND s.organisation_id = room.organisation
                AND s.compartment = 'NEED_CARD' AND s.reads AND s.closed_at IS NULL
                AND (s.until IS NULL OR s.until > clock_timestamp()))
            OR NOT coalesce(havre.passes((SELECT w.walls FROM havre.wall w
                                           WHERE w.case_id = one.id),
                                         room.person, room.organisation), false)) $$;

-- A line of the minutes is written for a meeting whose minutes are not validated yet; from then on
-- it only says when it was done. It goes with its case, or a year after its meeting.
CREATE OR REPLACE FUNCTION havre.guard_minute_line() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE held record;
BEGIN
  IF havre.is_owner_of(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  SELECT m.status, m.starts_at INTO held FROM public.coordination_coordinationmeeting m
   WHERE m.id = coalesce(NEW.meeting_id, OLD.meeting_id);
  IF TG_OP = 'INSERT' AND held.status = 'VALIDATED'
     OR TG_OP = 'DELETE' AND held.starts_at > clock_timestamp() - interval '365 days'
     OR TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'done_on') IS DISTINCT FROM
                             (to_jsonb(OLD) - 'done_on') THEN
    RAISE EXCEPTION 'validated minutes never change' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;

-- Nor do the meeting itself, who was there, and what was decided about no case.
CREATE OR REPLACE FUNCTION havre.guard_meeting() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE held record;
BEGIN
  IF havre.is_owner_of(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_TABLE_NAME = 'coordination_coordinationmeeting' THEN
    held := OLD;
  ELSE
    SELECT m.* INTO held FROM public.coordination_coordinationmeeting m
     WHERE m.id = (coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> 'meeting_id')::bigint;
  END IF;
  IF held.status IS DISTINCT FROM 'VALIDATED' THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' AND held.starts_at <= clock_timestamp() - interval '365 days' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'coordination_topic'
     AND (to_jsonb(NEW) - 'done_on') IS NOT DISTINCT FROM (to_jsonb(OLD) - 'done_on') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'validated minutes never change' USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER IF EXISTS havre_guard ON public.coordination_minuteline;
CREATE TRIGGER havre_guard BEFORE INSERT OR UPDATE OR DELETE ON public.coordination_minuteline
  FOR EACH ROW EXECUTE FUNCTION havre.guard_minute_line();
DROP TRIGGER IF EXISTS havre_guard ON public.coordination_coordinationmeeting;
CREATE TRIGGER havre_guard BEFORE UPDATE OR DELETE ON public.coordination_coordinationmeeting
  FOR EACH ROW EXECUTE FUNCTION havre.guard_meeting();
DROP TRIGGER IF EXISTS havre_guard ON public.coordination_attendance;
CREATE TRIGGER havre_guard BEFORE INSERT OR UPDATE OR DELETE ON public.coordination_attendance
  FOR EACH ROW EXECUTE FUNCTION havre.guard_meeting();
DROP TRIGGER IF EXISTS havre_guard ON public.coordination_topic;
CREATE TRIGGER havre_guard BEFORE INSERT OR UPDATE OR DELETE ON public.coordination_topic
  FOR EACH ROW EXECUTE FUNCTION havre.guard_meeting();

REVOKE ALL ON FUNCTION havre.not_for_the_room(uuid[], bigint[], bigint[]),
  havre.guard_minute_line(), havre.guard_meeting() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.not_for_the_room(uuid[], bigint[], bigint[])
  TO havre_web, havre_jobs;
