-- The one door through which hours enter the books. One call, one entry, one round trip.
-- Answers null when the key was used before with the same content; else the accounts that now stand beyond a soft
-- limit (usually none). Accounts must descend: the loop takes the row locks, and one order for all cannot deadlock. Ids
-- grow with time, so the busiest rows, the community's own and its funds, are locked last and held shortest.
create function ledger_post_entry(
    p_key uuid, p_kind text, p_service_date date, p_actor uuid, p_policy_version uuid, p_decision uuid,
    p_accounts uuid[], p_minutes int[], p_reverses uuid default null
) returns uuid[] language plpgsql security definer
set enable_seqscan = off as $$
declare
    v_at constant timestamptz := clock_timestamp();
    v_xact constant xid8 := pg_current_xact_id();
    v_parts constant int := cardinality(p_accounts);
    v_entry_hash bytea;
    v_before uuid;
    v_number bigint;
    v_balance bigint;
    v_hash bytea;
    v_beyond boolean;
    v_numbers bigint[];
    v_balances bigint[];
    v_hashes bytea[];
    v_warned uuid[] := '{}';
begin
    if v_parts < 2 or v_parts <> cardinality(p_minutes) then
        raise exception 'an entry has two postings or more' using errcode = 'LG007';
    end if;
    if p_reverses is not null then  -- apart from the query below, so that other kinds do not pay for planning it
        perform from @schema@.ledger_posting p where p.entry_id = p_reverses
        having array_agg(p.account_id order by p.account_id desc) = p_accounts
            and array_agg(-p.minutes order by p.account_id desc) = p_minutes;
        if not found then
            raise exception 'a reversal negates exactly what it reverses' using errcode = 'LG009';
        end if;
    end if;
    v_entry_hash := @schema@.ledger_entry_hash(p_key, p_kind, p_service_date, v_at, v_xact, p_actor, p_policy_version, p_decision,
        p_reverses, p_accounts, p_minutes);
    insert into @schema@.ledger_journalentry (id, kind, service_date, recorded_at, xact, actor_id, policy_version_id, decision_id,
        reverses_id, body_hash)
    values (p_key, p_kind, p_service_date, v_at, v_xact, p_actor, p_policy_version, p_decision, p_reverses, v_entry_hash)
    on conflict (id) do nothing;
    if not found then
        perform @schema@.ledger_check_replay(p_key, p_kind, p_service_date, p_actor, p_policy_version, p_decision, p_reverses,
            p_accounts, p_minutes);
        return null;
    end if;
    for i in 1..v_parts loop
        if p_accounts[i] >= v_before then
            raise exception 'account % is repeated or out of order', p_accounts[i]
                using errcode = 'LG004', detail = jsonb_build_object('account_id', p_accounts[i]);
        end if;
        v_before := p_accounts[i];
        update @schema@.ledger_account a set balance_minutes = a.balance_minutes + p_minutes[i], posting_count = a.posting_count + 1,
            head_hash = @schema@.ledger_posting_hash(
                a.head_hash, v_entry_hash, a.id, a.posting_count + 1, p_minutes[i], a.balance_minutes + p_minutes[i])
        where a.id = v_before
        returning a.posting_count, a.balance_minutes, a.head_hash,
            case when p_minutes[i] < 0 then a.balance_minutes < a.floor_minutes else a.balance_minutes > a.ceiling_minutes end
        into v_number, v_balance, v_hash, v_beyond;
        if not found then
            raise exception 'no account %', v_before
                using errcode = 'LG002', detail = jsonb_build_object('account_id', v_before);
        end if;
        v_numbers[i] := v_number;
        v_balances[i] := v_balance;
        v_hashes[i] := v_hash;
        if v_beyond then
            v_warned := v_warned || v_before;
        end if;
    end loop;
    insert into @schema@.ledger_posting (account_id, number, entry_id, minutes, balance_after, hash)
    select p.account, p.number, p_key, p.minutes, p.balance, p.hash
    from unnest(p_accounts, v_numbers, p_minutes, v_balances, v_hashes) p (account, number, minutes, balance, hash);
    return v_warned;
end $$;

-- A key comes twice: the same content is the same entry, any other content is refused.
create function ledger_check_replay(
    p_key uuid, p_kind text, p_service_date date, p_actor uuid, p_policy_version uuid, p_decision uuid, p_reverses uuid,
    p_accounts uuid[], p_minutes int[]
) returns void language plpgsql as $$ begin
    if not exists (
        select from @schema@.ledger_journalentry e
        where e.id = p_key
            and (e.kind, e.service_date, e.actor_id, e.policy_version_id) = (p_kind, p_service_date, p_actor, p_policy_version)
            and e.decision_id is not distinct from p_decision and e.reverses_id is not distinct from p_reverses
            and exists (
                select from @schema@.ledger_posting p where p.entry_id = p_key
                having array_agg(p.account_id order by p.account_id desc) = p_accounts
                    and array_agg(p.minutes order by p.account_id desc) = p_minutes)
    ) then
        raise exception 'key % was used for another entry', p_key
            using errcode = 'LG001', detail = jsonb_build_object('entry_id', p_key);
    end if;
end $$;

-- A mistake is undone by a new entry that negates the old one and names it; once, and never a reversal itself.
create function ledger_reverse_entry(p_key uuid, p_entry uuid, p_actor uuid, p_policy_version uuid, p_decision uuid)
returns uuid[] language plpgsql security definer
set enable_seqscan = off as $$
declare
    v_entry @schema@.ledger_journalentry;
    v_accounts uuid[];
    v_minutes int[];
begin
    select * into v_entry from @schema@.ledger_journalentry where id = p_entry;
    if not found then
        raise exception 'no entry %', p_entry using errcode = 'LG014', detail = jsonb_build_object('entry_id', p_entry);
    end if;
    if v_entry.kind = 'reversal' then
        raise exception 'entry % is a reversal', p_entry
            using errcode = 'LG015', detail = jsonb_build_object('entry_id', p_entry);
    end if;
    select array_agg(p.account_id order by p.account_id desc), array_agg(-p.minutes order by p.account_id desc)
        into v_accounts, v_minutes from @schema@.ledger_posting p where p.entry_id = p_entry;
    return @schema@.ledger_post_entry(p_key, 'reversal', v_entry.service_date, p_actor, p_policy_version, p_decision,
        v_accounts, v_minutes, p_entry);
end $$;
