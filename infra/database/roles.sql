-- Roles and rights every Commonhour database starts from. Applied, as often as you like, by an
-- administrator connected to the database itself: by run.py for the demo and the tests, by
-- `psql -d commonhour -f infra/database/roles.sql` on a server of your own (make the roles' passwords
-- there with \password; create the database with OWNER commonhour_owner first or afterwards).
--
--   commonhour_owner     owns every table and function; migrations and the opening of banks
--   commonhour_web       what web, worker and clock sign in as; no right of its own
--   commonhour_platform  what they become for the platform's own pages: reads and writes public tables
--   t_<12 hex>           what they become inside a bank: one role per bank, made when a bank is opened
--   t_<12 hex>_vault     what they become in it for one transaction, to reach sealed notes and nothing else
--
-- A query that forgot to choose a bank is therefore refused by the database, not answered from
-- another bank's tables.

DO $$
DECLARE
    is_super boolean := (SELECT rolsuper FROM pg_roles WHERE rolname = current_user);
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'commonhour_owner') THEN
        CREATE ROLE commonhour_owner;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'commonhour_web') THEN
        CREATE ROLE commonhour_web;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'commonhour_platform') THEN
        CREATE ROLE commonhour_platform;
    END IF;
    IF NOT is_super AND NOT pg_has_role(current_user, 'commonhour_owner', 'USAGE') THEN
        -- A managed server's administrator is no superuser and may only give away what is its own.
        EXECUTE format('GRANT commonhour_owner TO %I', current_user);
    END IF;
END
$$;

-- CREATEROLE: the owner makes one role per bank, and can grant only roles it made.
ALTER ROLE commonhour_owner LOGIN CREATEROLE INHERIT;
ALTER ROLE commonhour_web LOGIN NOCREATEROLE NOCREATEDB NOINHERIT;
ALTER ROLE commonhour_platform NOLOGIN NOCREATEROLE NOCREATEDB;
GRANT commonhour_platform TO commonhour_web WITH INHERIT FALSE, SET TRUE;

-- No such schema: until a bank is chosen, an unqualified name finds nothing.
ALTER ROLE commonhour_web SET search_path = 'no_bank_selected';
ALTER ROLE commonhour_web SET statement_timeout = '10s';
ALTER ROLE commonhour_web SET lock_timeout = '3s';
ALTER ROLE commonhour_web SET idle_in_transaction_session_timeout = '15s';

DO $$
BEGIN
    EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO commonhour_web', current_database());
    EXECUTE format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO commonhour_owner', current_database());
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO commonhour_owner;
GRANT USAGE ON SCHEMA public TO commonhour_platform;
ALTER DEFAULT PRIVILEGES FOR ROLE commonhour_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO commonhour_platform;
ALTER DEFAULT PRIVILEGES FOR ROLE commonhour_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO commonhour_platform;

CREATE SCHEMA IF NOT EXISTS extensions;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA extensions;
