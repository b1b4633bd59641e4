-- The second line of defence: what these triggers refuse, they refuse the owner of the tables too.
-- They are triggers and not CHECK constraints, because PostgreSQL parses a CHECK anew for each statement
-- while a trigger function keeps its plan (README, "Why triggers and not CHECK constraints").
-- Names are qualified: a guard must look at its own bank whatever the search path is when it fires.

-- Nothing in the books is edited or deleted.
create function ledger_refuse_change() returns trigger language plpgsql as $$ begin
    raise exception '% on %.% is refused: the books are append-only', tg_op, tg_table_schema, tg_table_name
        using errcode = 'LG012';
end $$;
create trigger ledger_append_only before update or delete or truncate on ledger_journalentry
    for each statement execute function ledger_refuse_change();
create trigger ledger_append_only before update or delete or truncate on ledger_posting
    for each statement execute function ledger_refuse_change();
create trigger ledger_append_only before update or delete or truncate on ledger_accountchange
    for each statement execute function ledger_refuse_change();
create trigger ledger_no_delete before delete or truncate on ledger_account
    for each statement execute function ledger_refuse_change();

-- An entry states a known kind, its decision where the kind needs one, and the transaction that writes it.
create function ledger_guard_entry() returns trigger language plpgsql as $$ begin
    if new.kind in ('exchange', 'credit', 'event', 'donation', 'levy', 'opening', 'leaving') and new.reverses_id is null
        and new.xact = pg_current_xact_id() then
        return new;  -- one expression for the common case: each one costs
    end if;
    if new.kind not in
        ('exchange', 'credit', 'event', 'donation', 'levy', 'opening', 'leaving', 'grant', 'outside', 'reversal') then
        raise exception 'unknown kind of entry %', new.kind using errcode = 'LG009';
    end if;
    if new.decision_id is null and new.kind in ('grant', 'outside') then
        raise exception 'an entry of kind % needs the decision that allows it', new.kind
            using errcode = 'LG008', detail = jsonb_build_object('kind', new.kind);
    end if;
    if (new.kind = 'reversal') <> (new.reverses_id is not null) then
        raise exception 'a reversal, and only a reversal, names the entry it reverses' using errcode = 'LG009';
    end if;
    if new.xact <> pg_current_xact_id() then
        raise exception 'an entry is written by the transaction it names' using errcode = 'LG012';
    end if;
    return new;
end $$;
create trigger ledger_entry_is_lawful before insert on ledger_journalentry
    for each row execute function ledger_guard_entry();

-- All postings of an entry come in one statement, by the transaction that opened it; they sum to zero, and each
-- is the head of its account. (This stands for the foreign keys to entry and account as well: neither is ever deleted.)
create function ledger_guard_postings() returns trigger language plpgsql as $$
declare
    v_total bigint;
    v_whole boolean;
begin
    select sum(p.minutes),
        bool_and(p.minutes <> 0 and p.minutes between -10000000 and 10000000
            and p.entry_id = (select e.id from @schema@.ledger_journalentry e
                where e.id = (select first.entry_id from new_postings first limit 1) and e.xact = pg_current_xact_id())
            and exists (select from @schema@.ledger_account a where a.id = p.account_id
                and a.posting_count = p.number and a.balance_minutes = p.balance_after and a.head_hash = p.hash))
    into v_total, v_whole from new_postings p;
    if v_total = 0 and v_whole then
        return null;  -- the common case; what follows only finds the words
    end if;
    if exists (select from new_postings p where p.minutes = 0 or p.minutes not between -10000000 and 10000000) then
        raise exception 'a posting of no minutes, or of more than ten million' using errcode = 'LG006';
    end if;
    if v_total <> 0 then
        raise exception 'the postings of an entry sum to %, not to zero', v_total
            using errcode = 'LG005', detail = jsonb_build_object('minutes', v_total);
    end if;
    if v_total is not null then
        raise exception 'postings belong to one entry of this very transaction and stand at the heads of their accounts'
            using errcode = 'LG012';
    end if;
    return null;  -- a statement that inserted nothing
end $$;
create trigger ledger_postings_are_whole after insert on ledger_posting
    referencing new table as new_postings for each statement execute function ledger_guard_postings();

-- A balance moves by one posting at a time, on an open account, and never further beyond a hard limit.
-- An account that stands beyond a limit set later may move back towards it.
create function ledger_guard_balance() returns trigger language plpgsql as $$ begin
    if new.posting_count = old.posting_count + 1 and new.head_hash <> old.head_hash
        and new.balance_minutes <> old.balance_minutes and new.closed_at is null
        and not new.floor_is_hard and not new.ceiling_is_hard then
        return new;  -- one expression for the common case: each one costs
    end if;
    if new.balance_minutes = old.balance_minutes then
        raise exception 'a posting of no minutes' using errcode = 'LG006';
    end if;
    if new.posting_count <> old.posting_count + 1 or new.head_hash = old.head_hash then
        raise exception 'a balance changes only with a posting' using errcode = 'LG012';
    end if;
    if new.closed_at is not null then
        raise exception 'account % is closed', new.id using errcode = 'LG003', detail = jsonb_build_object('account_id', new.id);
    end if;
    if new.floor_is_hard and new.balance_minutes < new.floor_minutes and new.balance_minutes < old.balance_minutes then
        raise exception 'account % would fall below its floor', new.id using errcode = 'LG010', detail = jsonb_build_object(
            'account_id', new.id, 'floor_minutes', new.floor_minutes, 'balance_minutes', old.balance_minutes,
            'minutes', new.balance_minutes - old.balance_minutes);
    end if;
    if new.ceiling_is_hard and new.balance_minutes > new.ceiling_minutes and new.balance_minutes > old.balance_minutes then
        raise exception 'account % would rise above its ceiling', new.id using errcode = 'LG011', detail = jsonb_build_object(
            'account_id', new.id, 'ceiling_minutes', new.ceiling_minutes, 'balance_minutes', old.balance_minutes,
            'minutes', new.balance_minutes - old.balance_minutes);
    end if;
    return new;
end $$;
create trigger ledger_balance_moves_by_posting before update of balance_minutes, posting_count, head_hash on ledger_account
    for each row execute function ledger_guard_balance();

-- The terms of an account change only together with a sealed line of its history.
create function ledger_guard_terms() returns trigger language plpgsql as $$
declare
    before bytea := @schema@.ledger_genesis(new.id);
    line @schema@.ledger_accountchange;
begin
    if tg_op = 'INSERT' then
        if new.balance_minutes <> 0 or new.posting_count <> 0 or new.change_count <> 1 or new.head_hash <> before then
            raise exception 'an account opens empty' using errcode = 'LG012';
        end if;
    else
        before := old.seal;
        if (new.id, new.kind, new.opened_at, new.change_count) <> (old.id, old.kind, old.opened_at, old.change_count + 1)
            or (new.holder_id, new.key) is distinct from (old.holder_id, old.key) then
            raise exception 'what an account is for never changes' using errcode = 'LG012';
        end if;
    end if;
    if new.kind not in ('member', 'organisation', 'fund', 'community', 'clearing')
        or (new.kind in ('member', 'organisation')) <> (new.holder_id is not null)
        or (new.kind in ('member', 'organisation')) <> (new.key is null)
        or (new.kind = 'member') <> (new.name = '')
        or new.floor_minutes > new.ceiling_minutes
        or (new.floor_is_hard and new.floor_minutes is null) or (new.ceiling_is_hard and new.ceiling_minutes is null) then
        raise exception 'an account of this kind cannot have these terms' using errcode = 'LG013';
    end if;
    select * into line from @schema@.ledger_accountchange c where c.account_id = new.id and c.number = new.change_count;
    if line.seal is distinct from new.seal or new.seal is distinct from @schema@.ledger_seal(
        before, new.id, new.kind, new.holder_id, new.key, new.opened_at, line.number, line.change, new.name, new.closed_at,
        new.floor_minutes, new.floor_is_hard, new.ceiling_minutes, new.ceiling_is_hard, new.posting_count,
        line.actor_id, line.recorded_at) then
        raise exception 'the terms of an account change only with a sealed line of its history' using errcode = 'LG012';
    end if;
    return new;
end $$;
create trigger ledger_terms_are_sealed
    before insert or update of id, kind, holder_id, key, name, opened_at, closed_at, floor_minutes, floor_is_hard,
        ceiling_minutes, ceiling_is_hard, change_count, seal
    on ledger_account for each row execute function ledger_guard_terms();
