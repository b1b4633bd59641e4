-- Only people on the roll who did not step aside may vote, and only while the ballot is open (D1, D3); the roll does not
-- grow after the question was put (D8); secret votes never outnumber voters; the act of a decision never changes (D6).
-- Each function names its bank's schema as search path: a trigger may fire while the session points at another bank.
-- Everything is created unqualified in the current schema, so this file makes the guards of any bank.
DO $install$
BEGIN
  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_vote() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    DECLARE
      is_open boolean;
    BEGIN
      -- FOR SHARE: a vote waits for a close in progress, and then sees that the ballot is closed.
      SELECT b.closed_at IS NULL AND b.void_at IS NULL AND b.record = 'named'
          AND b.is_secret = (TG_TABLE_NAME = 'governance_secretvoter') INTO is_open
        FROM governance_ballot b WHERE b.id = NEW.ballot_id FOR SHARE;
      IF NOT coalesce(is_open, false) THEN
        RAISE EXCEPTION 'this ballot takes no votes'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      PERFORM 1 FROM governance_rollentry r
        WHERE r.ballot_id = NEW.ballot_id AND r.person_id = NEW.person_id AND NOT r.is_recused;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'only people on the roll can vote'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NEW;
    END
    $trigger$
  $body$, current_schema());

  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_secret_vote() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    BEGIN
      PERFORM 1 FROM governance_ballot b
        WHERE b.id = NEW.ballot_id AND b.closed_at IS NULL AND b.void_at IS NULL AND b.is_secret FOR SHARE;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'this ballot takes no secret votes'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      IF (SELECT count(*) FROM governance_secretvote v WHERE v.ballot_id = NEW.ballot_id)
         >= (SELECT count(*) FROM governance_secretvoter w WHERE w.ballot_id = NEW.ballot_id) THEN
        RAISE EXCEPTION 'secret votes cannot outnumber voters'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NEW;
    END
    $trigger$
  $body$, current_schema());

  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_roll() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    BEGIN
      PERFORM 1 FROM governance_ballot b WHERE b.id IN (SELECT a.ballot_id FROM added a)
        AND b.roll_size < (SELECT count(*) FROM governance_rollentry r WHERE r.ballot_id = b.id);
      IF FOUND THEN
        RAISE EXCEPTION 'the roll does not grow after the question was put'
          USING ERRCODE = '23514', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NULL;
    END
    $trigger$
  $body$, current_schema());

  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_ballot_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    BEGIN
      IF OLD.closed_at IS NOT NULL OR OLD.void_at IS NOT NULL THEN
        RAISE EXCEPTION 'an ended ballot never changes'
          USING ERRCODE = '42501', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      IF (OLD.announcement_id, OLD.version_id, OLD.record, OLD.is_secret, OLD.put_at, OLD.eligible,
          OLD.roll_size)
         IS DISTINCT FROM
         (NEW.announcement_id, NEW.version_id, NEW.record, NEW.is_secret, NEW.put_at, NEW.eligible,
          NEW.roll_size) THEN
        RAISE EXCEPTION 'a question that was put never changes'
          USING ERRCODE = '42501', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NEW;
    END
    $trigger$
  $body$, current_schema());

  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION governance_check_effect_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = %1$I, pg_temp AS $trigger$
    BEGIN
      IF OLD.state <> 'waiting' THEN
        RAISE EXCEPTION 'an effect is carried out at most once'
          USING ERRCODE = '42501', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      IF (OLD.decision_id, OLD.kind, OLD.body, OLD.sha256, OLD.due_at, OLD.not_after)
         IS DISTINCT FROM (NEW.decision_id, NEW.kind, NEW.body, NEW.sha256, NEW.due_at, NEW.not_after) THEN
        RAISE EXCEPTION 'the act of a decision and its due time never change'
          USING ERRCODE = '42501', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
      END IF;
      RETURN NEW;
    END
    $trigger$
  $body$, current_schema());
END
$install$;

CREATE OR REPLACE TRIGGER vote_of_the_roll
  BEFORE INSERT ON governance_vote
  FOR EACH ROW EXECUTE FUNCTION governance_check_vote();

CREATE OR REPLACE TRIGGER secret_vote_of_the_roll
  BEFORE INSERT ON governance_secretvoter
  FOR EACH ROW EXECUTE FUNCTION governance_check_vote();

CREATE OR REPLACE TRIGGER one_secret_vote_for_a_voter
  BEFORE INSERT ON governance_secretvote
  FOR EACH ROW EXECUTE FUNCTION governance_check_secret_vote();

CREATE OR REPLACE TRIGGER roll_is_frozen
  AFTER INSERT ON governance_rollentry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION governance_check_roll();

CREATE OR REPLACE TRIGGER ballot_ends_once
  BEFORE UPDATE ON governance_ballot
  FOR EACH ROW EXECUTE FUNCTION governance_check_ballot_change();

CREATE OR REPLACE TRIGGER effect_happens_once
  BEFORE UPDATE ON governance_effect
  FOR EACH ROW EXECUTE FUNCTION governance_check_effect_change();
