-- Definer functions and registries of the schema `havre`. Run as the owner; idempotent.
CREATE SCHEMA IF NOT EXISTS havre;

CREATE TABLE IF NOT EXISTS havre.acting_key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);
CREATE TABLE IF NOT EXISTS havre.case_table (
  name text PRIMARY KEY, compartment text NOT NULL, key_column text NOT NULL, scope_column text NOT NULL
);

-- The organisation named by the transaction's token, or NULL: unset, empty, forged and expired
-- tokens are all nobody. HMAC-SHA256 as in RFC 2104, with the padded keys made beforehand.
CREATE OR REPLACE FUNCTION havre.token_part(part int) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

CREATE OR REPLACE FUNCTION havre.acting() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT CASE WHEN havre.token_part(3) = 'accounts-only' THEN -1
               ELSE havre.token_part(2)::bigint END $$;

-- The organisation a token names, also when it manages accounts only: such a person writes her
-- lines of the journal, and is organisation -1 to everything else: nothing is shared with it, and
-- it is not the 0 that `havre.steward` answers to whoever keeps nothing.
CREATE OR REPLACE FUNCTION havre.named() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT havre.token_part(2)::bigint $$;

CREATE OR REPLACE FUNCTION havre.named_person() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT havre.token_part(1)::bigint $$;

-- Name the acting organisation for the rest of the transaction; a token that does not verify
-- leaves nobody named and says so.
CREATE OR REPLACE FUNCTION havre.act(token text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE named bigint;
BEGIN
  PERFORM set_config('havre.token', coalesce(token, ''), true);
  named := havre.named();
  IF named IS NULL THEN
    PERFORM set_config('havre.token', '', true);
    RAISE EXCEPTION 'acting token refused' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN named;
END $$;

-- Who keeps the file: the author of a draft, then the operator. Alone opens and closes shares.
-- Told to the keeper only: anyone else is told 0, hidden or absent alike (never NULL, which a guard
-- would take for neither yes nor no).
CREATE OR REPLACE FUNCTION havre.steward(of_case uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce((SELECT c.steward_id FROM public.cases_case c
    WHERE c.id = of_case AND c.steward_id = havre.acting()), 0) $$;

-- Cases of which a share of the acting organisation has passed its end and is not closed yet,
-- and no other open share of the same compartment stands in its place.
CREATE OR REPLACE FUNCTION havre.lapsed(of_compartment text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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

CREATE OR REPLACE FUNCTION havre.authorised(of_case uuid, of_compartment text, of_scope uuid,
  OUT readers bigint[], OUT writers bigint[])
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT s.organisation_id) FILTER (WHERE s.reads), '{}'),
         coalesce(array_agg(DISTINCT s.organisation_id) FILTER (WHERE s.writes), '{}')
  FROM public.platform_share s
  WHERE s.case_id = of_case AND s.compartment = of_compartment AND s.closed_at IS NULL
    AND (s.scope IS NULL OR s.scope = of_scope)
    AND pg_trigger_depth() > 0  -- answers the triggers only, never a person's query
$$;

-- Wait for a change of shares under way. Only within a trigger: a lock that a person's query could
-- take would let a stranger hold up a revocation.
CREATE OR REPLACE FUNCTION havre.await_shares(of_case uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pg_trigger_depth() > 0 THEN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(of_case::text, 0));
  END IF;
END $$;

-- A reference is drawn by the database, whatever was asked for, and never changes: choosing one
-- would tell, by a refusal, that a hidden case carries it.
CREATE OR REPLACE FUNCTION havre.draw_reference() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  letters CONSTANT text := '23456789ABCDEFGHJKMNPQRSTVWXYZ';
  drawn text;
  noise bytea;
  taken boolean;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    NEW.reference := OLD.reference;
    RETURN NEW;
  END IF;
  LOOP
    noise := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    SELECT string_agg(substr(letters, 1 + (get_byte(noise, 2 * n) * 256
                        + get_byte(noise, 2 * n + 1)) % 30, 1), '' ORDER BY n)
      INTO drawn FROM generate_series(0, 7) n;
    drawn := left(drawn, 4) || '-' || right(drawn, 4);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I WHERE reference = $1)', TG_TABLE_NAME)
      INTO taken USING drawn;
    EXIT WHEN NOT taken;
  END LOOP;
  NEW.reference := drawn;
  RETURN NEW;
END $$;

-- A row of a case hangs on rows of the same case that its writer sees: a foreign key alone is
-- checked as the owner, and would tell a hidden row from an absent one. Arguments: the column of
-- the case, then (column, parent table) pairs.
CREATE OR REPLACE FUNCTION havre.same_case() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  own jsonb := to_jsonb(NEW);
  found_one boolean;
BEGIN
  FOR n IN 1 .. TG_NARGS - 2 BY 2 LOOP
    CONTINUE WHEN own ->> TG_ARGV[n] IS NULL;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I WHERE id = $1 AND case_id = $2)',
                   TG_ARGV[n + 1])
      INTO found_one USING (own ->> TG_ARGV[n])::uuid, (own ->> TG_ARGV[0])::uuid;
    IF NOT found_one THEN
      RAISE EXCEPTION 'a row hangs on rows of its own case'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;

-- On a case row: fills `readers` and `writers` at insertion (under the case's share lock, so that
-- a revocation under way is waited for), and lets nobody but the owner's functions change them.
CREATE OR REPLACE FUNCTION havre.keep_authorised() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  of_case uuid := (to_jsonb(NEW) ->> TG_ARGV[1])::uuid;
  of_scope uuid := CASE WHEN TG_ARGV[2] = '' THEN NULL
                        ELSE (to_jsonb(NEW) ->> TG_ARGV[2])::uuid END;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM havre.await_shares(of_case);
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

-- After shares changed: rewrite the authorised organisations of the rows concerned.
CREATE OR REPLACE FUNCTION havre.spread_shares() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
END $$;

-- The steward hands a case on to another organisation; afterwards only that one is its steward.
CREATE OR REPLACE FUNCTION havre.hand_over(of_case uuid, to_organisation bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.cases_case SET steward_id = to_organisation
   WHERE id = of_case AND steward_id = havre.acting();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only the steward hands a case on' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- Remove a draft and every row of it: its author may, and nobody once it has been sent.
CREATE OR REPLACE FUNCTION havre.discard_draft(of_case uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA havre FROM PUBLIC;
GRANT USAGE ON SCHEMA havre TO havre_web, havre_jobs, havre_vault;
GRANT EXECUTE ON FUNCTION havre.acting(), havre.named(), havre.named_person(), havre.act(text), havre.steward(uuid),
  havre.lapsed(text), havre.authorised(uuid, text, uuid), havre.hand_over(uuid, bigint),
  havre.await_shares(uuid), havre.discard_draft(uuid) TO havre_web, havre_jobs;
