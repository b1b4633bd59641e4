-- People number %(first)s to %(last)s: accounts, homes, clearances, services, signatures, households.
-- Everything follows from a person's number, so the same size is the same bank every time.
insert into banks_household (id, name, made_at)
select @household[n], 'Household ' || n, %(now)s
from generate_series(%(first)s, %(last)s) n where n %% 10 = 1;

-- The first ten minutes of a bank are its founders': everybody's account is opened when they join.
select count(ledger_open_account(@account[n], kind, @member[n], null, case kind when 'member' then '' else 'Organisation ' || n end,
    %(now)s - joined * interval '1 day', null,
    (%(limits)s::jsonb -> kind ->> 'floor_minutes')::bigint, (%(limits)s::jsonb -> kind ->> 'floor_is_hard')::boolean,
    (%(limits)s::jsonb -> kind ->> 'ceiling_minutes')::bigint, (%(limits)s::jsonb -> kind ->> 'ceiling_is_hard')::boolean))
from (select n, 30 + n * 7 %% 3000 as joined, case when n %% 60 = 30 then 'organisation' else 'member' end as kind
      from generate_series(%(first)s, %(last)s) n) someone;

-- Prime steps walk through the lists, so that neighbors in number share neither name nor town.
insert into banks_member (id, number, kind, name, household_id, user_id, account_id, email, phone, street, town, postal_code,
    latitude, longitude, about, shows_email, shows_phone, shows_street, joined_on, left_on, resting_since, has_died,
    is_minor, oriented_on, waiver_version, waiver_signed_on)
select @member[n], %(number)s + n - %(first)s, kind,
    case when kind = 'organisation' then 'Friends of the ' || town || ' Library ' || n
         when n %% 40 = 7 then given || ' ' || family || '-' || other_family || ' of the Upper Grand River Valley ' || n
         else given || ' ' || family end,
    case when n %% 10 in (1, 2, 3) and n - n %% 10 + 1 >= %(first)s then @household[n - n %% 10 + 1] end,
    null, @account[n],
    case when n %% 10 = 4 then '' else 'person.' || n || '@' || lower(replace(town, ' ', '-')) || '.example' end,
    case when n %% 7 = 0 then '' else '641-555-' || lpad((n %% 10000)::text, 4, '0') end,
    (n * 13 %% 900 + 100) || ' ' || family || ' Street', town, postal_code,
    case when n %% 25 <> 3 then 40.6228 + (n * 7919 %% 2001 - 1000) / 1500.0 end,
    case when n %% 25 <> 3 then -93.9341 + (n * 6271 %% 2001 - 1000) / 1200.0 end,
    case when n %% 3 = 0 then 'I like ' || lower(other_family) || ' apples, long walks and mending what others throw away.' else '' end,
    case when n %% 2 = 0 then 'members' else 'nobody' end, case when n %% 3 = 0 then 'nobody' else 'members' end, 'nobody',
    (%(now)s - joined * interval '1 day')::date,
    case when n %% 25 = 13 then (%(now)s - joined / 2 * interval '1 day')::date end,
    case when n %% 30 = 17 then (%(now)s - interval '20 days')::date end,
    n %% 250 = 13, n %% 45 = 22 and kind = 'person', (%(now)s - joined * interval '1 day')::date, %(waiver)s,
    case when %(waiver)s <> '' then (%(now)s - joined * interval '1 day')::date end
from (
    select n, 30 + n * 7 %% 3000 as joined, case when n %% 60 = 30 then 'organisation' else 'person' end as kind,
        %(given)s::text[] as givens, %(family)s::text[] as families, %(towns)s::text[] as towns
    from generate_series(%(first)s, %(last)s) n
) person
cross join lateral (
    select givens[1 + n * 17 %% cardinality(givens)] as given, families[1 + n * 29 %% cardinality(families)] as family,
        families[1 + n * 31 %% cardinality(families)] as other_family,
        split_part(towns[1 + n * 11 %% cardinality(towns)], '/', 1) as town,
        split_part(towns[1 + n * 11 %% cardinality(towns)], '/', 2) as postal_code
) words;

insert into banks_clearance (member_id, access, decided_on, review_on)
select @member[n],
    case when n %% 50 = 9 then 'pending' when n %% 70 = 19 then 'group_events_only' when n %% 90 = 29 then 'supervised' else 'full' end,
    case when n %% 50 <> 9 then (%(now)s - interval '25 days')::date end,
    case when n %% 90 = 29 then (%(now)s + interval '300 days')::date end
from generate_series(%(first)s, %(last)s) n;

insert into banks_member_services (member_id, service_id)
select @member[n], services[1 + (n * 5 + choice * 7) %% cardinality(services)]
from generate_series(%(first)s, %(last)s) n
cross join generate_series(0, 2) choice
cross join (select array_agg(id order by name, id) as services from banks_service) catalogue
on conflict do nothing;

insert into banks_waiversignature (id, member_id, version, policy_version_id, text_sha256, signer_name, as_guardian, method, signed_at)
select @signature[n], @member[n], %(waiver)s, %(policy)s, repeat('0', 64), 'Signed by hand', false, 'paper', %(now)s - interval '30 days'
from generate_series(%(first)s, %(last)s) n where %(waiver)s <> '' and n %% 50 <> 9;

insert into banks_standingchange (id, member_id, change, at, note)
select @change[n], @member[n], case when n %% 250 = 13 then 'died' when n %% 25 = 13 then 'left' else 'rested' end,
    %(now)s - interval '20 days', ''
from generate_series(%(first)s, %(last)s) n where n %% 25 = 13 or n %% 30 = 17;

insert into banks_actingfor (id, organisation_id, person_id, begins_on)
select @acting[n], @member[n], @member[n + 1], (%(now)s - interval '200 days')::date
from generate_series(%(first)s, %(last)s) n where n %% 60 = 30 and n < %(last)s;

-- Powers do not grow with a bank as its people do: a coordinator for each 2,500.
insert into banks_power (id, member_id, kind, begins_on, ends_on)
select @power[n], @member[n], case when n %% 5000 = 1 then 'coordinator' else 'offers' end,
    (%(now)s - interval '100 days')::date, (%(now)s + interval '200 days')::date
from generate_series(%(first)s, %(last)s) n where n %% 2500 = 1;
