-- What the people number %(first)s to %(last)s did for each other: each exchange is an entry of the books,
-- as are gatherings and the hours for joining. Each gives to the next and the last to the first, so balances stay near zero.
insert into banks_exchange (id, state, service_id, service_date, is_even, occasion, note, costs_note, late_reason, channel,
    recorded_by_id, recorded_at, people_digest, request_digest, entry_id, undone_at, undone_reason, undoing_entry_id)
select @exchange[n], state, services[1 + n * 3 %% cardinality(services)], happened::date, is_even, '',
    (array['', 'Thank you, just in time before the rain.', 'With coffee afterwards.', ''])[1 + n %% 4],
    case when n %% 9 = 0 then 'Gas, paid by the receiver' else '' end, '', case when n %% 5 = 0 then 'phone' else 'page' end,
    @member[giver], happened + interval '1 day', sha256(n::text::bytea), sha256(('asked ' || n)::bytea),
    case when state in ('recorded', 'undone') and not is_even then @entry[n] end,
    case when state = 'undone' then happened + interval '2 days' end, case when state = 'undone' then 'Recorded twice.' else '' end,
    case when state = 'undone' then @undoing[n] end
from (
    select n, 1 + (n - 1) / %(each)s as giver, n %% 50 = 31 as is_even,
        case when n %% 50 = 11 then 'held' when n %% 50 = 21 then 'undone' else 'recorded' end as state,
        %(now)s - (2 + n * 37 %% 360) * interval '1 day' as happened
    from generate_series((%(first)s - 1) * %(each)s + 1, %(last)s * %(each)s) n
) report
cross join (select array_agg(id order by name, id) as services from banks_service) catalogue;

insert into banks_exchangeline (id, exchange_id, member_id, role, service_minutes, travel_minutes, counted_minutes, levy_minutes)
select case side when 0 then @giving[n] else @receiving[n] end, @exchange[n],
    case when side = 0 then @member[giver] when giver = %(last)s then @member[%(first)s] else @member[giver + 1] end,
    case side when 0 then 'provider' else 'receiver' end, minutes, 0, minutes, 0
from (
    select n, 1 + (n - 1) / %(each)s as giver, (array[30, 45, 60, 60, 90, 120])[1 + (n - 1) %% %(each)s %% 6] as minutes
    from generate_series((%(first)s - 1) * %(each)s + 1, %(last)s * %(each)s) n
) report
cross join generate_series(0, 1) side;

-- Accounts descend in each call, as ledger.journal sorts them.
select count(ledger_post_entry(entry_id, 'exchange', service_date, recorded_by_id, %(policy)s, null,
    case when gave > got then array[gave, got] else array[got, gave] end,
    case when gave > got then array[minutes, -minutes] else array[-minutes, minutes] end))
from (
    select each.entry_id, each.service_date, each.recorded_by_id, provided.service_minutes as minutes,
        giver.account_id as gave, receiver.account_id as got
    from generate_series((%(first)s - 1) * %(each)s + 1, %(last)s * %(each)s) n
    join banks_exchange each on each.id = @exchange[n] and each.entry_id is not null
    join banks_exchangeline provided on provided.exchange_id = each.id and provided.role = 'provider'
    join banks_exchangeline received on received.exchange_id = each.id and received.role = 'receiver'
    join banks_member giver on giver.id = provided.member_id
    join banks_member receiver on receiver.id = received.member_id
) told;

select count(ledger_reverse_entry(@undoing[n], @entry[n], @member[%(first)s], %(policy)s, null))
from generate_series((%(first)s - 1) * %(each)s + 1, %(last)s * %(each)s) n where n %% 50 = 21;

-- Gatherings of eight neighbors in number, the bank's own account gives each half an hour.
insert into banks_event (id, kind, title, held_on, minutes, supervised_by_id, recorded_by_id, recorded_at, request_digest, entry_id, undone_reason)
select @event[n], case when n %% 3 = 0 then 'meeting' else 'event' end, (array['Potluck', 'Repair café', 'Members'' meeting', 'Seed swap'])[1 + n %% 4],
    (%(now)s - (3 + n * 13 %% 360) * interval '1 day')::date, 120, @member[n * 40 + 9], @member[n * 40 + 9], %(now)s, sha256(n::text::bytea), @gathering[n], ''
from generate_series(%(first)s / 40 + 1, (%(last)s - 30) / 40) n;

insert into banks_attendance (id, event_id, member_id, attended_minutes, early_minutes, late_minutes, hosted, credited_minutes)
select @attendance[n * 8 + place], @event[n], @member[n * 40 + place], 120, 0, 0, place = 0, 30
from generate_series(%(first)s / 40 + 1, (%(last)s - 30) / 40) n cross join generate_series(0, 7) place;

select count(ledger_post_entry(@gathering[n], 'event', held_on, recorded_by_id, %(policy)s, null, gathering.accounts, gathering.minutes))
from (
    select n, (select array_agg(account order by account desc) from unnest(there || %(community)s::uuid) account) as accounts,
        (select array_agg(case when account = %(community)s::uuid then -30 * 8 else 30 end order by account desc)
            from unnest(there || %(community)s::uuid) account) as minutes
    from generate_series(%(first)s / 40 + 1, (%(last)s - 30) / 40) n
    cross join lateral (select array_agg(@account[n * 40 + place]) as there from generate_series(0, 7) place) people
) gathering
join banks_event on banks_event.id = @event[n];

-- One entry for all who joined.
select cardinality(ledger_post_entry(@joining[%(first)s], 'credit', (%(now)s - interval '1 day')::date, @member[%(first)s], %(policy)s, null, joined.accounts, joined.minutes))
from (
    select array_agg(account order by account desc) as accounts,
        array_agg(case when account = %(community)s::uuid then -300 * (%(last)s - %(first)s + 1) else 300 end order by account desc) as minutes
    from (select @account[n] as account from generate_series(%(first)s, %(last)s) n union all select %(community)s::uuid) all_of_them
) joined;

insert into banks_credit (id, ground, member_id, minutes, service_date, words, about_id, entry_id, recorded_at)
select @credit[n], 'enrolment', @member[n], 300, (%(now)s - interval '1 day')::date, 'For joining the bank', @member[n], @joining[%(first)s], %(now)s
from generate_series(%(first)s, %(last)s) n;

-- Accounts of those who left are closed last; every other one, as there are banks that close none.
select count(ledger_change_account(@account[n], 'closed', null, %(now)s, null))
from generate_series(%(first)s, %(last)s) n where n %% 25 = 13 and n %% 50 <> 13;
