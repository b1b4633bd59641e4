-- An answer counts only from somebody who is asked, while the round is open (C1, C2); a closed round, its people and
-- its answers never change; an objection ends once (C7).
-- The round's row is locked by whoever closes it, so no answer slips in beside the close.
-- Replayable under another schema name: everything is created unqualified in the current schema.
DO $install$
BEGIN
  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_response() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    DECLARE
      is_open boolean;
    BEGIN
      SELECT r.closed_at IS NULL INTO is_open FROM governance_consentround r WHERE r.id = NEW.round_id FOR SHARE;
      IF NOT coalesce(is_open, false) THEN
        RAISE EXCEPTION 'this round takes no answers'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      PERFORM 1 FROM governance_roundmember m
        WHERE m.round_id = NEW.round_id AND m.person_id = NEW.person_id AND m.is_asked;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'somebody who is not asked cannot answer'
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
        RAISE EXCEPTION 'a round that has ended is never changed'
          USING ERRCODE = '42501', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      IF (OLD.version_id, OLD.circle, OLD.opened_at, OLD.rule, OLD.rule_version_id, OLD.review_months, OLD.nominee_id)
         IS DISTINCT FROM
         (NEW.version_id, NEW.circle, NEW.opened_at, NEW.rule, NEW.rule_version_id, NEW.review_months, NEW.nominee_id)
      THEN
        RAISE EXCEPTION 'what a circle is asked is never changed'
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
        RAISE EXCEPTION 'only whoever raised an objection ends it'
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

CREATE OR REPLACE TRIGGER round_ends_once
  BEFORE UPDATE ON governance_consentround
  FOR EACH ROW EXECUTE FUNCTION governance_check_round_change();

CREATE OR REPLACE TRIGGER objection_ends_once
  BEFORE UPDATE ON governance_objection
  FOR EACH ROW EXECUTE FUNCTION governance_check_objection_change();
