-- The policy book is written once. Even the owner of the tables cannot change or remove a version,
-- and no version may begin before it was adopted, except those a bank is founded with.
-- Replayable under another schema name: everything is created unqualified in the current schema.
DO $install$
BEGIN
  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION policyversion_refuse_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    BEGIN
      RAISE EXCEPTION 'policy versions are never changed or removed: adopt a new one (%%)', TG_OP
        USING ERRCODE = '42501', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
    END
    $trigger$
  $body$, current_schema());

  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION policyversion_check_insert() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    DECLARE
      last_number integer;
      last_begin timestamptz;
    BEGIN
      IF NOT NEW.charter AND NEW.effective_at < NEW.adopted_at THEN
        RAISE EXCEPTION 'a policy cannot begin before it was adopted'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      SELECT coalesce(max(number), 0), max(effective_at) INTO last_number, last_begin
        FROM banks_policyversion WHERE kind = NEW.kind;
      IF NEW.number <> last_number + 1 THEN
        RAISE EXCEPTION 'policy versions are numbered without gaps: expected %%', last_number + 1
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      IF NEW.effective_at < last_begin THEN
        RAISE EXCEPTION 'a newer policy version cannot begin before an older one'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      IF NEW.charter AND last_number > 0 THEN
        RAISE EXCEPTION 'a bank is founded once: %% has versions already', NEW.kind
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NEW;
    END
    $trigger$
  $body$, current_schema());
END
$install$;

CREATE OR REPLACE TRIGGER policyversion_no_change
  BEFORE UPDATE OR DELETE OR TRUNCATE ON banks_policyversion
  FOR EACH STATEMENT EXECUTE FUNCTION policyversion_refuse_change();

CREATE OR REPLACE TRIGGER policyversion_insert
  BEFORE INSERT ON banks_policyversion
  FOR EACH ROW EXECUTE FUNCTION policyversion_check_insert();
