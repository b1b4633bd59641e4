-- Only people whom the round asks may answer, while it is open, themselves or through the secretary of an open meeting
-- (C1, C2); the people of a round do not grow; a closed round never changes; an objection ends once, by its objector
-- (C7). Leader and delegate of a circle are two people (K3).
-- Each function names its bank's schema as search path: a trigger may fire while the session points at another bank.
-- Everything is created unqualified in the current schema, so this file makes the guards of any bank.
DO $install$
BEGIN
  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_response() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    DECLARE
      is_open boolean;
    BEGIN
      -- FOR SHARE: an answer waits for a close in progress, and then sees that the round is closed.
      SELECT r.closed_at IS NULL INTO is_open FROM governance_consentround r WHERE r.id = NEW.round_id FOR SHARE;
      IF NOT coalesce(is_open, false) THEN
        RAISE EXCEPTION 'this round takes no answers'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      PERFORM 1 FROM governance_roundmember m
        WHERE m.round_id = NEW.round_id AND m.person_id = NEW.person_id AND m.is_asked;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'only people whom the round asks can answer'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      IF NEW.written_by_id IS DISTINCT FROM NEW.person_id THEN
        PERFORM 1 FROM governance_consentround r JOIN governance_meeting m ON m.id = r.meeting_id
          WHERE r.id = NEW.round_id AND m.secretary_id = NEW.written_by_id
            AND m.opened_at IS NOT NULL AND m.closed_at IS NULL;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'people answer for themselves, or through the secretary of an open meeting'
            USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
        END IF;
      END IF;
      RETURN NEW;
    END
    $trigger$
  $body$, current_schema());

  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_round_people() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    BEGIN
      PERFORM 1 FROM governance_consentround r WHERE r.id IN (SELECT a.round_id FROM added a)
        AND r.circle_size < (SELECT count(*) FROM governance_roundmember m WHERE m.round_id = r.id);
      IF FOUND THEN
        RAISE EXCEPTION 'the people of a round do not grow after it opened'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NULL;
    END
    $trigger$
  $body$, current_schema());

  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_links() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    BEGIN
      PERFORM 1 FROM governance_circlerole mine
        JOIN governance_circlerole other ON other.circle = mine.circle AND other.id <> mine.id
          AND other.ended_at IS NULL AND other.kind IN ('leader', 'delegate')
        JOIN governance_roleterm t ON t.role_id = other.id AND t.holder_id = NEW.holder_id AND t.ended_on IS NULL
        WHERE mine.id = NEW.role_id AND mine.kind IN ('leader', 'delegate') AND NEW.ended_on IS NULL
          AND daterange(t.begins_on, t.ends_on, '[]') && daterange(NEW.begins_on, NEW.ends_on, '[]');
      IF FOUND THEN
        RAISE EXCEPTION 'leader and delegate of a circle are two people'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NEW;
    END
    $trigger$
  $body$, current_schema());

  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_round_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    BEGIN
      IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'an ended round never changes'
          USING ERRCODE = '42501', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      IF (OLD.version_id, OLD.circle, OLD.opened_at, OLD.rule, OLD.rule_version_id, OLD.review_months, OLD.nominee_id,
          OLD.circle_size)
         IS DISTINCT FROM
         (NEW.version_id, NEW.circle, NEW.opened_at, NEW.rule, NEW.rule_version_id, NEW.review_months, NEW.nominee_id,
          NEW.circle_size)
      THEN
        RAISE EXCEPTION 'the question of a round never changes'
          USING ERRCODE = '42501', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NEW;
    END
    $trigger$
  $body$, current_schema());

  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_objection_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    BEGIN
      IF OLD.ended_at IS NOT NULL OR (OLD.response_id, OLD.reason, OLD.harms)
         IS DISTINCT FROM (NEW.response_id, NEW.reason, NEW.harms) THEN
        RAISE EXCEPTION 'an objection is written once and ends once'
          USING ERRCODE = '42501', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      PERFORM 1 FROM governance_consentresponse r WHERE r.id = OLD.response_id AND r.person_id = NEW.ended_by_id;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'only the objector ends an objection'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NEW;
    END
    $trigger$
  $body$, current_schema());
END
$install$;

CREATE OR REPLACE TRIGGER response_of_the_asked
  BEFORE INSERT ON governance_consentresponse
  FOR EACH ROW EXECUTE FUNCTION governance_check_response();

CREATE OR REPLACE TRIGGER people_of_a_round_are_frozen
  AFTER INSERT ON governance_roundmember REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION governance_check_round_people();

CREATE OR REPLACE TRIGGER links_are_two_people
  BEFORE INSERT OR UPDATE ON governance_roleterm
  FOR EACH ROW EXECUTE FUNCTION governance_check_links();

CREATE OR REPLACE TRIGGER round_ends_once
  BEFORE UPDATE ON governance_consentround
  FOR EACH ROW EXECUTE FUNCTION governance_check_round_change();

CREATE OR REPLACE TRIGGER objection_ends_once
  BEFORE UPDATE ON governance_objection
  FOR EACH ROW EXECUTE FUNCTION governance_check_objection_change();
