-- Somebody who may not take part in everything is at a gathering only when another member keeps an eye on it.
-- Whether they may is said by their clearance: no row, an undecided one or one past its review means "not yet".
-- Replayable under another schema name: everything is created unqualified in the current schema.
DO $install$
BEGIN
  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION attendance_check_supervised() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    DECLARE
      supervisor uuid;
    BEGIN
      PERFORM 1 FROM banks_clearance c
        WHERE c.member_id = NEW.member_id AND c.access = 'full'
          AND (c.review_on IS NULL OR c.review_on >= CURRENT_DATE);
      IF FOUND THEN
        RETURN NEW;
      END IF;
      SELECT e.supervised_by_id INTO supervisor FROM banks_event e WHERE e.id = NEW.event_id;
      IF supervisor IS NULL OR supervisor = NEW.member_id THEN
        RAISE EXCEPTION 'this gathering needs somebody who keeps an eye on it'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NEW;
    END
    $trigger$
  $body$, current_schema());
END
$install$;

CREATE OR REPLACE TRIGGER attendance_supervised
  BEFORE INSERT ON banks_attendance
  FOR EACH ROW EXECUTE FUNCTION attendance_check_supervised();
