-- Definer functions and registries of the schema `havre`. Run as the owner; idempotent.
CREATE SCHEMA IF NOT EXISTS havre;

CREATE TABLE IF NOT EXISTS havre.acting_key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);
CREATE TABLE IF NOT EXISTS havre.case_table (
  name text PRIMARY KEY, compartment text NOT NULL, key_column text NOT NULL, scope_column text NOT NULL
);
-- From whom a case is kept, whatever the shares: `people` and `organisations` are recused; `named`
-- lists, for each organisation that reserves the case, the only people of it who may see it. Kept by
-- a capability's triggers through `havre.raise_walls`; copied on each row of the case.
CREATE TABLE IF NOT EXISTS havre.wall (case_id uuid PRIMARY KEY, walls jsonb NOT NULL);

-- What the policies ask is PARALLEL SAFE (it only reads, and workers share the transaction's setting):
-- otherwise no query under a policy would ever be shared between processors.

-- The organisation named by the transaction's token, or NULL: unset, empty, forged and expired
-- tokens are all nobody. HMAC-SHA256 as in RFC 2104, with the padded keys made beforehand.
CREATE OR REPLACE FUNCTION havre.token_part(part int) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  token text := current_setting('havre.token', true);
  pieces text[];
  body text;
  expected text;
BEGIN
  IF token IS NULL OR token = '' OR length(token) > 400 THEN RETURN NULL; END IF;
  pieces := string_to_array(token, '.');
  IF array_length(pieces, 1) <> 6 OR pieces[1] !~ '^-?[0-9]{1,18}$' OR pieces[2] !~ '^[0-9]{1,18}$'
     OR pieces[4] !~ '^[0-9]{1,12}$' THEN RETURN NULL; END IF;
  body := array_to_string(pieces[1:5], '.');
  SELECT encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(body, 'UTF8'))), 'hex')
    INTO expected FROM havre.acting_key k LIMIT 1;
  IF expected IS NULL OR expected <> pieces[6] THEN RETURN NULL; END IF;
  IF pieces[4]::bigint < extract(epoch FROM clock_timestamp()) THEN RETURN NULL; END IF;
  RETURN pieces[part];
END $$;

CREATE OR REPLACE FUNCTION havre.acting() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT CASE WHEN havre.token_part(3) = 'accounts-only' THEN -1
               ELSE havre.token_part(2)::bigint END $$;

-- The organisation a token names, also when it manages accounts only: such a person writes her
-- lines of the journal, and is organisation -1 to everything else: nothing is shared with it, and
-- it is not the 0 that `havre.steward` answers to whoever keeps nothing.
CREATE OR REPLACE FUNCTION havre.named() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT havre.token_part(2)::bigint $$;

CREATE OR REPLACE FUNCTION havre.named_person() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT havre.token_part(1)::bigint $$;

-- The person named by the token: 0 for a job, and below 0 when what she does falls to another
-- organisation than hers: she is then nobody of that organisation.
CREATE OR REPLACE FUNCTION havre.person() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT havre.token_part(1)::bigint $$;

-- Whether these walls let a person of an organisation through. A recusal follows the person in
-- whoever's name she acts; « only these people » binds the people of that organisation, not its
-- jobs nor the consequences that fall to it.
CREATE OR REPLACE FUNCTION havre.passes(walls jsonb, person bigint, organisation bigint)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT walls IS NULL OR coalesce(
    NOT coalesce(walls -> 'organisations' @> to_jsonb(organisation), false)
    AND NOT coalesce(walls -> 'people' @> to_jsonb(abs(person)), false)
    AND (person <= 0 OR NOT coalesce(walls -> 'named' ? organisation::text, false)
         OR walls -> 'named' -> organisation::text @> to_jsonb(person))
    AND organisation IS NOT NULL, false) $$;

-- Whether a case is kept from the acting person. Called by the functions below only.
CREATE OR REPLACE FUNCTION havre.is_kept_from_me(of_case uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM havre.wall w WHERE w.case_id = of_case
    AND NOT havre.passes(w.walls, havre.person(), havre.acting())) $$;

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
-- Told to the keeper only: anyone else, and whoever it is kept from, is told 0, hidden or absent
-- alike (never NULL, which a guard would take for neither yes nor no).
CREATE OR REPLACE FUNCTION havre.steward(of_case uuid) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce((SELECT c.steward_id FROM public.cases_case c
    WHERE c.id = of_case AND c.steward_id = havre.acting()
      AND NOT havre.is_kept_from_me(of_case)), 0) $$;

-- Whether the acting organisation keeps a case, or was ever told something of it, and the case is
-- not kept from the acting person: what it did with it is hers to read again.
CREATE OR REPLACE FUNCTION havre.was_told(of_case uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT NOT havre.is_kept_from_me(of_case) AND (havre.steward(of_case) <> 0
    OR EXISTS (SELECT FROM public.platform_share s
                WHERE s.case_id = of_case AND s.organisation_id = havre.acting())) $$;

-- Cases of which a share of the acting organisation has passed its end and is not closed yet,
-- and no other open share of the same compartment stands in its place.
CREATE OR REPLACE FUNCTION havre.lapsed(of_compartment text) RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
    WHERE NOT havre.is_kept_from_me(c) AND NOT EXISTS (
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
    AND NOT EXISTS (SELECT FROM havre.wall w WHERE w.case_id = of_case
                      AND w.walls -> 'organisations' @> to_jsonb(s.organisation_id))
    AND pg_trigger_depth() > 0  -- answers the triggers only, never a person's query
$$;

CREATE OR REPLACE FUNCTION havre.walls_of(of_case uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT w.walls FROM havre.wall w WHERE w.case_id = of_case AND pg_trigger_depth() > 0 $$;

-- Take the lock of a case's shares, alone, before one is opened. Only within a trigger.
CREATE OR REPLACE FUNCTION havre.lock_shares(of_case uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pg_trigger_depth() > 0 THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(of_case::text, 0));
  END IF;
END $$;

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

-- On a case row: fills `readers`, `writers` and `walls` at insertion (under the case's share lock,
-- so that a revocation or a recusal under way is waited for), and lets nobody but the owner's
-- functions change them.
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
    NEW.walls := havre.walls_of(of_case);
  ELSIF current_user <> pg_get_userbyid(
          (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID)) THEN
    NEW.readers := OLD.readers;
    NEW.writers := OLD.writers;
    NEW.walls := OLD.walls;
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

-- On a share: its walls, as on a case row; and none is opened, or opened again, for an
-- organisation from which the case is kept.
CREATE OR REPLACE FUNCTION havre.keep_share() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM havre.lock_shares(NEW.case_id);
    NEW.walls := havre.walls_of(NEW.case_id);
  ELSIF current_user <> pg_get_userbyid(
          (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID)) THEN
    NEW.walls := OLD.walls;
    IF (NEW.case_id, NEW.organisation_id) IS DISTINCT FROM (OLD.case_id, OLD.organisation_id) THEN
      RAISE EXCEPTION 'a share never changes hands' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  IF NEW.closed_at IS NULL AND coalesce(
       NEW.walls -> 'organisations' @> to_jsonb(NEW.organisation_id), false) THEN
    RAISE EXCEPTION 'the case is kept from this organisation'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'recused_organisation';
  END IF;
  RETURN NEW;
END $$;

-- Put the walls of one case, or take them down (NULL), on every row of it, at once; the shares of
-- an organisation from which it is now kept are closed.
CREATE OR REPLACE FUNCTION havre.raise_walls(of_case uuid, new_walls jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE place record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(of_case::text, 0));
  IF new_walls IS NULL THEN
    DELETE FROM havre.wall w WHERE w.case_id = of_case;
  ELSE
    INSERT INTO havre.wall AS w VALUES (of_case, new_walls)
    ON CONFLICT (case_id) DO UPDATE SET walls = excluded.walls;
  END IF;
  FOR place IN SELECT * FROM havre.case_table LOOP
    EXECUTE format(
      'UPDATE public.%1$I r SET walls = $3, readers = a.readers, writers = a.writers
         FROM public.%1$I o, LATERAL havre.authorised($1, $2, %3$s) a
        WHERE r.%2$I = $1 AND o.id = r.id
          AND (r.walls, r.readers, r.writers) IS DISTINCT FROM ($3, a.readers, a.writers)',
      place.name, place.key_column,
      CASE WHEN place.scope_column = '' THEN 'NULL' ELSE format('o.%I', place.scope_column) END)
      USING of_case, place.compartment, new_walls;
  END LOOP;
  UPDATE public.platform_share s SET walls = new_walls, closed_at = CASE
      WHEN new_walls -> 'organisations' @> to_jsonb(s.organisation_id)
      THEN coalesce(s.closed_at, clock_timestamp()) ELSE s.closed_at END
   WHERE s.case_id = of_case AND s.walls IS DISTINCT FROM new_walls;
END $$;

-- The vault's question: may this person of this organisation read this compartment of this case now?
CREATE OR REPLACE FUNCTION havre.may_read(
  person bigint, organisation bigint, of_case uuid, of_compartment text
) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.platform_share s
      WHERE s.case_id = of_case AND s.organisation_id = organisation
        AND s.compartment = of_compartment AND s.reads AND s.closed_at IS NULL
        AND (s.until IS NULL OR s.until > clock_timestamp()))
    AND NOT EXISTS (SELECT FROM havre.wall w WHERE w.case_id = of_case
      AND NOT havre.passes(w.walls, person, organisation)) $$;

-- The steward hands a case on to another organisation; afterwards only that one is its steward.
CREATE OR REPLACE FUNCTION havre.hand_over(of_case uuid, to_organisation bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.cases_case SET steward_id = to_organisation
   WHERE id = of_case AND steward_id = havre.acting() AND NOT havre.is_kept_from_me(of_case)
     AND NOT EXISTS (SELECT FROM havre.wall w WHERE w.case_id = of_case
                       AND w.walls -> 'organisations' @> to_jsonb(to_organisation));
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
     AND steward_id = havre.acting() AND NOT havre.is_kept_from_me(of_case) FOR UPDATE;
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
GRANT EXECUTE ON FUNCTION havre.acting(), havre.named(), havre.named_person(), havre.person(),
  havre.act(text), havre.steward(uuid), havre.passes(jsonb, bigint, bigint), havre.walls_of(uuid),
  havre.lapsed(text), havre.authorised(uuid, text, uuid), havre.hand_over(uuid, bigint),
  havre.await_shares(uuid), havre.lock_shares(uuid), havre.was_told(uuid),
  havre.discard_draft(uuid) TO havre_web, havre_jobs;
GRANT EXECUTE ON FUNCTION havre.may_read(bigint, bigint, uuid, text) TO havre_vault;
