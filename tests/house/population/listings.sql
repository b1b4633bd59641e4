-- Listings number %(first)s to %(last)s, so many for each of the people number %(from_member)s to %(to_member)s.
insert into banks_listing (id, kind, member_id, service_id, title, details, state, made_at, changed_at, ends_on, looked_at, hidden_reason)
select @listing[n], kind, owners[1 + n %% cardinality(owners)], services[1 + n * 13 %% cardinality(services)],
    left(case kind when 'offer' then 'I can help you with ' else 'Who would help me with ' end || lower(names[1 + n * 13 %% cardinality(names)])
        || (array['', ' on weekends', ', also for beginners', ' in the evening, whenever it suits you and your family best',
                  ' — with café au lait'])[1 + n %% 5], 100),
    case n %% 3 when 0 then ''
        when 1 then 'I have done this for years and bring my own tools. Call before noon.'
        else 'We could do it together, so that you learn how it is done. I come to you, as far as the bus goes; '
            || 'in winter rather in the early afternoon. Bring a friend, and we shall have coffee afterwards.' end,
    state, made_at, made_at,
    case when n %% 10 = 3 then (made_at + interval '400 days')::date when n %% 100 = 7 then (%(now)s - interval '2 days')::date end,
    case when state in ('shown', 'hidden', 'closed') and n %% 10 <> 0 then made_at + interval '1 day' end,
    case state when 'hidden' then 'It names a price in money.' else '' end
from (
    select n, case when n %% 3 = 0 then 'request' else 'offer' end as kind,
        case when n %% 33 = 5 then 'waiting' when n %% 33 = 6 then 'held' when n %% 33 = 8 then 'hidden'
             when n %% 33 in (9, 10) then 'closed' else 'shown' end as state,
        %(now)s - (n * 7919::bigint %% 525600) * interval '1 minute' as made_at
    from generate_series(%(first)s, %(last)s) n
) item
cross join (select array_agg(id order by number) as owners from banks_member
    where number between %(from_member)s and %(to_member)s and left_on is null) people
cross join (select array_agg(id order by name, id) as services, array_agg(name order by name, id) as names from banks_service) catalogue;

insert into banks_listingflag (id, listing_id, member_id, reason, made_at)
select @flag[n], @listing[n], (select id from banks_member where number = %(from_member)s), 'This seems to be a shop.', %(now)s
from generate_series(%(first)s, %(last)s) n where n %% 300 = 11;
