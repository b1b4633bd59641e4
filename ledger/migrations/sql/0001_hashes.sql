-- What the books are sealed with. Each input is binary, fixed in order and begins with its version byte; a
-- later version gets a new byte and a new branch, never another meaning for version 1. Postings and proof
-- call the same functions. Their bodies are parsed here and now, so no search path can bend them; they carry no SET
-- clause, so that PostgreSQL inlines them.

create function ledger_opt(part bytea) returns bytea language sql immutable 
    return coalesce('\x01'::bytea || part, '\x00'::bytea);

create function ledger_words(words text) returns bytea language sql stable 
    return int4send(octet_length(words)) || textsend(words);

create function ledger_genesis(account uuid) returns bytea language sql immutable 
    return sha256('\x01'::bytea || uuid_send(account));

-- One journal entry with all its postings; accounts descend, minutes stand in the same order.
create function ledger_entry_hash(
    id uuid, kind text, service_date date, recorded_at timestamptz, xact xid8, actor uuid,
    policy_version uuid, decision uuid, reverses uuid, accounts uuid[], minutes int[]
) returns bytea language sql stable 
    return sha256(
        '\x01'::bytea || uuid_send(id) || int4send(octet_length(kind)) || textsend(kind) || date_send(service_date)
        || timestamptz_send(recorded_at) || xid8send(xact) || uuid_send(actor) || uuid_send(policy_version)
        || coalesce('\x01'::bytea || uuid_send(decision), '\x00'::bytea)
        || coalesce('\x01'::bytea || uuid_send(reverses), '\x00'::bytea)
        || array_send(accounts) || array_send(minutes));

-- The next link of one account's chain.
create function ledger_posting_hash(
    head bytea, entry_hash bytea, account uuid, number bigint, minutes int, balance_after bigint
) returns bytea language sql immutable 
    return sha256('\x01'::bytea || head || entry_hash || uuid_send(account) || int8send(number)
                  || int4send(minutes) || int8send(balance_after));

-- The next link of the history of an account's own terms: who it belongs to, its limits, whether it is open.
create function ledger_seal(
    before bytea, account uuid, kind text, holder uuid, key text, opened_at timestamptz, number int, change text,
    name text, closed_at timestamptz, floor_minutes bigint, floor_is_hard boolean, ceiling_minutes bigint,
    ceiling_is_hard boolean, posting_count bigint, actor uuid, recorded_at timestamptz
) returns bytea language sql stable 
    return sha256(
        '\x01'::bytea || before || uuid_send(account) || @schema@.ledger_words(kind)
        || @schema@.ledger_opt(uuid_send(holder)) || @schema@.ledger_opt(@schema@.ledger_words(key))
        || timestamptz_send(opened_at) || int4send(number) || @schema@.ledger_words(change)
        || @schema@.ledger_words(name) || @schema@.ledger_opt(timestamptz_send(closed_at))
        || @schema@.ledger_opt(int8send(floor_minutes)) || boolsend(floor_is_hard)
        || @schema@.ledger_opt(int8send(ceiling_minutes)) || boolsend(ceiling_is_hard)
        || int8send(posting_count) || @schema@.ledger_opt(uuid_send(actor)) || timestamptz_send(recorded_at));
