-- Opening accounts and changing their terms: the only doors to ledger_account besides posting.

-- Writes the next line of an account's history and the account's new terms together.
create function ledger_write_terms(terms ledger_account, change text, at timestamptz, actor uuid)
returns void language plpgsql as $$
declare
    opens boolean := terms.change_count = 0;
    before bytea := case when terms.change_count = 0 then @schema@.ledger_genesis(terms.id) else terms.seal end;
begin
    terms.change_count := terms.change_count + 1;
    terms.seal := @schema@.ledger_seal(
        before, terms.id, terms.kind, terms.holder_id, terms.key, terms.opened_at, terms.change_count, change, terms.name,
        terms.closed_at, terms.floor_minutes, terms.floor_is_hard, terms.ceiling_minutes, terms.ceiling_is_hard,
        terms.posting_count, actor, at);
    insert into @schema@.ledger_accountchange (
        account_id, number, change, name, closed_at, floor_minutes, floor_is_hard, ceiling_minutes, ceiling_is_hard,
        posting_count, actor_id, recorded_at, seal)
    values (terms.id, terms.change_count, change, terms.name, terms.closed_at, terms.floor_minutes, terms.floor_is_hard,
        terms.ceiling_minutes, terms.ceiling_is_hard, terms.posting_count, actor, at, terms.seal);
    if opens then
        insert into @schema@.ledger_account values (terms.*);
    else
        update @schema@.ledger_account set name = terms.name, closed_at = terms.closed_at,
            floor_minutes = terms.floor_minutes, floor_is_hard = terms.floor_is_hard,
            ceiling_minutes = terms.ceiling_minutes, ceiling_is_hard = terms.ceiling_is_hard,
            change_count = terms.change_count, seal = terms.seal
        where id = terms.id;
    end if;
end $$;

create function ledger_open_account(
    p_id uuid, p_kind text, p_holder uuid, p_key text, p_name text, p_at timestamptz, p_actor uuid,
    p_floor bigint, p_floor_is_hard boolean, p_ceiling bigint, p_ceiling_is_hard boolean
) returns void language plpgsql security definer set search_path = @schema@, pg_temp as $$
declare
    terms ledger_account;
begin
    terms.id := p_id;
    terms.kind := p_kind;
    terms.holder_id := p_holder;
    terms.key := p_key;
    terms.name := p_name;
    terms.opened_at := p_at;
    terms.balance_minutes := 0;
    terms.posting_count := 0;
    terms.change_count := 0;
    terms.floor_minutes := p_floor;
    terms.floor_is_hard := p_floor_is_hard;
    terms.ceiling_minutes := p_ceiling;
    terms.ceiling_is_hard := p_ceiling_is_hard;
    terms.head_hash := ledger_genesis(p_id);
    perform ledger_write_terms(terms, 'opened', p_at, p_actor);
end $$;

-- Limits of one account, or of every account of a kind; accounts that already have them are left alone.
create function ledger_set_limits(
    p_account uuid, p_kind text, p_at timestamptz, p_actor uuid,
    p_floor bigint, p_floor_is_hard boolean, p_ceiling bigint, p_ceiling_is_hard boolean
) returns int language plpgsql security definer set search_path = @schema@, pg_temp as $$
declare
    terms ledger_account;
    changed int := 0;
begin
    for terms in
        select * from ledger_account where id = p_account or (p_account is null and kind = p_kind)
        order by id for no key update
    loop
        if (terms.floor_minutes, terms.floor_is_hard, terms.ceiling_minutes, terms.ceiling_is_hard)
            is distinct from (p_floor, p_floor_is_hard, p_ceiling, p_ceiling_is_hard) then
            terms.floor_minutes := p_floor;
            terms.floor_is_hard := p_floor_is_hard;
            terms.ceiling_minutes := p_ceiling;
            terms.ceiling_is_hard := p_ceiling_is_hard;
            perform ledger_write_terms(terms, 'limits', p_at, p_actor);
            changed := changed + 1;
        end if;
    end loop;
    if not found and p_account is not null then
        raise exception 'no account %', p_account
            using errcode = 'LG002', detail = jsonb_build_object('account_id', p_account);
    end if;
    return changed;
end $$;

-- Closing leaves the balance as it stands; reopening lets postings in again; a new name replaces the old.
create function ledger_change_account(p_account uuid, p_change text, p_name text, p_at timestamptz, p_actor uuid)
returns boolean language plpgsql security definer set search_path = @schema@, pg_temp as $$
declare
    terms ledger_account;
begin
    select * into terms from ledger_account where id = p_account for no key update;
    if not found then
        raise exception 'no account %', p_account
            using errcode = 'LG002', detail = jsonb_build_object('account_id', p_account);
    end if;
    if (p_change = 'closed' and terms.closed_at is not null) or (p_change = 'reopened' and terms.closed_at is null)
        or (p_change = 'renamed' and terms.name = p_name) then
        return false;
    end if;
    if p_change = 'closed' then
        terms.closed_at := p_at;
    elsif p_change = 'reopened' then
        terms.closed_at := null;
    elsif p_change = 'renamed' then
        terms.name := p_name;
    else
        raise exception 'unknown change %', p_change using errcode = 'LG013';
    end if;
    perform ledger_write_terms(terms, p_change, p_at, p_actor);
    return true;
end $$;
