-- A vacancy names the landlord of its own dwelling, no other. Run as the owner; idempotent.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conname = 'dwelling_of_landlord') THEN
    ALTER TABLE public.housing_dwelling
      ADD CONSTRAINT dwelling_of_landlord UNIQUE (id, landlord_id);
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conname = 'vacancy_of_own_landlord') THEN
    ALTER TABLE public.housing_vacancy
      ADD CONSTRAINT vacancy_of_own_landlord FOREIGN KEY (dwelling_id, landlord_id)
      REFERENCES public.housing_dwelling (id, landlord_id) ON DELETE CASCADE
      DEFERRABLE INITIALLY DEFERRED;
  END IF;
END $$;
