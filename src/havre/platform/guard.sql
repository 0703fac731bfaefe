-- The journal is only ever added to. Run as the owner; idempotent.

-- Each committed line waits to be sealed: written in the same transaction as the line itself.
CREATE OR REPLACE FUNCTION havre.await_sealing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.platform_journalpending (entry_id) SELECT id FROM added
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS havre_await_sealing ON public.platform_journalentry;
CREATE TRIGGER havre_await_sealing AFTER INSERT ON public.platform_journalentry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION havre.await_sealing();
-- Lines written before there was a seal wait too; once a block is sealed nothing is adopted.
INSERT INTO public.platform_journalpending (entry_id)
  SELECT line.id FROM public.platform_journalentry line
   WHERE NOT EXISTS (SELECT 1 FROM public.platform_journalhead)
     AND NOT EXISTS (SELECT 1 FROM public.platform_journalpending p WHERE p.entry_id = line.id)
    ON CONFLICT DO NOTHING;

-- Nobody changes, removes or empties, the owner included; the purge alone opens the door for the
-- time of its transaction. An owner who disables this trigger is found by `havre journal verify`.
CREATE OR REPLACE FUNCTION havre.append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP <> 'UPDATE' AND coalesce(current_setting('havre.journal_purge', true), '') = 'on' THEN
    RETURN CASE WHEN TG_LEVEL = 'ROW' THEN OLD END;
  END IF;
  RAISE EXCEPTION 'the journal is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['platform_journalentry', 'platform_journalplace',
                              'platform_journalhead', 'platform_journalattestation',
                              'platform_ledgerwitness'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS havre_append_only ON public.%I', name);
    EXECUTE format('DROP TRIGGER IF EXISTS havre_never_emptied ON public.%I', name);
    EXECUTE format('CREATE TRIGGER havre_append_only BEFORE UPDATE OR DELETE ON public.%I
                    FOR EACH ROW EXECUTE FUNCTION havre.append_only()', name);
    EXECUTE format('CREATE TRIGGER havre_never_emptied BEFORE TRUNCATE ON public.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION havre.append_only()', name);
  END LOOP;
END $$;

-- One block at a time; the vault's role has no lock of its own to take.
CREATE OR REPLACE FUNCTION havre.begin_sealing() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT pg_advisory_xact_lock(6962) $$;

-- Remove the lines of whole blocks sealed before a moment; their heads stay. Refuses whatever is
-- younger than six months. Returns the last block without lines, 0 when there is none.
CREATE OR REPLACE FUNCTION havre.purge_journal(before timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE through bigint;
BEGIN
  IF before IS NULL OR before > clock_timestamp() - interval '6 months' THEN
    RAISE EXCEPTION 'the journal is kept six months at least'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT max(h.number) INTO through FROM public.platform_journalhead h
   WHERE h.sealed_at < before;
  IF through IS NULL OR NOT EXISTS (
    SELECT 1 FROM public.platform_journalplace p WHERE p.block <= through) THEN RETURN 0; END IF;
  PERFORM set_config('havre.journal_purge', 'on', true);
  DELETE FROM public.platform_journalentry e USING public.platform_journalplace p
   WHERE p.block <= through AND e.id = p.entry_id;
  DELETE FROM public.platform_journalplace WHERE block <= through;
  PERFORM set_config('havre.journal_purge', '', true);
  RETURN through;
END $$;

-- The last head, as another organisation may hold it: its number and its moment, no count of lines.
CREATE OR REPLACE FUNCTION havre.journal_last_head(OUT number bigint, OUT sealed_at timestamptz,
  OUT digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT h.number, h.sealed_at, h.digest FROM public.platform_journalhead h
   WHERE havre.acting() IS NOT NULL ORDER BY h.number DESC LIMIT 1
$$;

REVOKE ALL ON FUNCTION havre.await_sealing(), havre.append_only(), havre.begin_sealing(),
  havre.purge_journal(timestamptz), havre.journal_last_head() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.purge_journal(timestamptz), havre.begin_sealing() TO havre_vault;
GRANT EXECUTE ON FUNCTION havre.journal_last_head() TO havre_web, havre_jobs;
-- Two accounts that are one person's, as far as it can be known: the same address but for its case
-- or what follows a plus, or the same name, whatever its accents, its case and its order. An account
-- that is not there is anybody's.
CREATE OR REPLACE FUNCTION havre.one_person(one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(DISTINCT address) < 2 OR count(DISTINCT name) < 2 FROM (
    SELECT regexp_replace(lower(normalize(u.email, NFKC)), '\+[^@]*@', '@') AS address,
           (SELECT string_agg(word, ' ' ORDER BY word) FROM regexp_split_to_table(regexp_replace(
              lower(normalize(u.first_name || ' ' || u.last_name, NFKD)), '[\u0300-\u036f]', '', 'g'),
              '[^[:alnum:]]+') AS word WHERE word <> '') AS name
      FROM public.organisations_user u WHERE u.id IN (one, other)) AS account $$;

-- What leaves: who asks and who releases are whoever the signed token names, never what a
-- statement says; an end is an end; nobody rewrites to whom it was going.
CREATE OR REPLACE FUNCTION havre.guard_departure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me bigint := abs(havre.person());  -- herself, in whoever's name she acts
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a departure is never removed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.producer_id IS DISTINCT FROM me OR NEW.asked_by_id IS NOT NULL
       OR NEW.released_by_id IS NOT NULL OR NEW.status NOT IN ('WAITING', 'HELD') THEN
      RAISE EXCEPTION 'a departure begins in its own name' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.case_id, NEW.reference, NEW.way, NEW.producer_id, NEW.producer_organisation_id,
      NEW.created_at, NEW.digest)
     IS DISTINCT FROM (OLD.case_id, OLD.reference, OLD.way, OLD.producer_id,
      OLD.producer_organisation_id, OLD.created_at, OLD.digest)
     OR NEW.recipient_organisation_id IS DISTINCT FROM OLD.recipient_organisation_id
     OR NEW.recipient_user_id IS DISTINCT FROM OLD.recipient_user_id THEN
    RAISE EXCEPTION 'a departure keeps its recipient' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.payload IS DISTINCT FROM OLD.payload AND octet_length(NEW.payload) > 0 THEN
    RAISE EXCEPTION 'a departure keeps its text' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id AND NEW.asked_by_id IS DISTINCT FROM me THEN
    RAISE EXCEPTION 'one asks in her own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.released_by_id IS DISTINCT FROM OLD.released_by_id
     AND (NEW.released_by_id IS DISTINCT FROM me OR OLD.released_by_id IS NOT NULL) THEN
    RAISE EXCEPTION 'one releases in her own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.status IS DISTINCT FROM OLD.status AND NOT (
       (OLD.status = 'WAITING' AND NEW.status IN ('SENT', 'HELD', 'DROPPED'))
    OR (OLD.status = 'HELD' AND NEW.status IN ('ASKED', 'CANCELLED', 'EXPIRED', 'DROPPED'))
    OR (OLD.status = 'ASKED' AND NEW.status IN ('RELEASED', 'HELD', 'CANCELLED', 'EXPIRED', 'DROPPED'))
    OR (OLD.status = 'RELEASED' AND NEW.status IN ('SENT', 'DROPPED', 'EXPIRED'))) THEN
    RAISE EXCEPTION 'this cannot follow' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.status = 'RELEASED' AND OLD.status <> 'RELEASED'
     AND (NEW.released_by_id IS DISTINCT FROM me OR OLD.asked_by_id IS NULL
          OR havre.one_person(OLD.asked_by_id, me)) THEN
    RAISE EXCEPTION 'a second person releases' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION havre.guard_departure(), havre.one_person(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION havre.one_person(bigint, bigint) TO havre_web, havre_jobs;
DROP TRIGGER IF EXISTS havre_guard ON platform_helddeparture;
CREATE TRIGGER havre_guard BEFORE INSERT OR UPDATE OR DELETE ON platform_helddeparture
  FOR EACH ROW WHEN (current_user <> 'havre_owner') EXECUTE FUNCTION havre.guard_departure();
