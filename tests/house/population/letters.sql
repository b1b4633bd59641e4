-- What the people number %(first)s to %(last)s were told, and who wants to join: a few at each stage, and those who joined.
insert into banks_notice (id, member_id, to_address, subject, body, made_at, state, tries, try_after, sent_at, trouble)
select @notice[(n - 1) * 3 + letter], @member[n], person.email,
    (array['Hours were recorded', 'A meeting is called', 'Your request is shown'])[letter],
    'Good day, ' || person.name || E'\n\n' || repeat('This is what happened, and this is what you can do about it. ', 4), made_at,
    case when person.email = '' then 'paper' when n %% 100 = 44 and letter = 1 then 'waiting'
         when n %% 300 = 55 and letter = 2 then 'failed' else 'sent' end,
    1, made_at, case when person.email <> '' then made_at + interval '1 minute' end,
    case when n %% 300 = 55 and letter = 2 then 'The mailbox is full.' else '' end
from generate_series(%(first)s, %(last)s) n cross join generate_series(1, 3) letter
cross join lateral (select %(now)s - (n * 7 + letter * 31) %% 300 * interval '1 day' as made_at) moment
join banks_member person on person.id = @member[n];

insert into banks_application (id, secret_sha256, state, kind, name, email, phone, street, town, postal_code, about, birth_date_given,
    is_minor, recruiter_words, inside_area, measured_from, channel, started_at, touched_at, sent_at, ended_at, ended_words, member_id)
select @application[n], encode(sha256(('way in ' || n)::bytea), 'hex'), state, 'person', person.name,
    'applicant.' || n || '@example.org', '641-555-' || lpad((n %% 10000)::text, 4, '0'), '', 'Lamoni', '50140', '', true, false, '', true, '',
    case when n %% 2 = 0 then 'page' else 'paper' end, started, started, case when state <> 'draft' then started end,
    case when state not in ('draft', 'sent') then started + interval '20 days' end, '', case when state = 'joined' then person.id end
from (
    select n, case when n %% 20 = 5 then 'sent' when n %% 40 = 15 then 'draft' when n %% 120 = 50 then 'withdrawn' else 'joined' end as state,
        %(now)s - case when n %% 20 = 5 or n %% 40 = 15 then n %% 25 + 1 else 60 + n %% 700 end * interval '1 day' as started
    from generate_series(%(first)s, %(last)s) n where n %% 5 = 0
) way_in
join banks_member person on person.id = @member[n];

insert into banks_orientation (id, starts_at, minutes, place, is_online, seats, note)
select @orientation[n], %(now)s + case when n %% 2500 = 100 then 6 + n %% 7 else -(n %% 600) - 2 end * interval '1 day', 90,
    'Carnegie Library, Main Street', false, 12, ''
from generate_series(%(first)s, %(last)s) n where n %% 100 = 0;

insert into banks_orientationseat (id, orientation_id, application_id, taken_at, attended, marked_at)
select @seat[n], @orientation[n - n %% 100], @application[n], %(now)s - interval '3 days', true, %(now)s
from generate_series(%(first)s + 100, %(last)s) n where n %% 5 = 0 and n %% 100 < 60 and n %% 20 <> 5;

insert into banks_screeningcase (id, member_id, opened_at, first_outcome, first_at, outcome, decided_at)
select @case[n], @member[n], %(now)s - interval '30 days', case when n %% 400 = 7 then '' else 'full' end,
    case when n %% 400 <> 7 then %(now)s - interval '27 days' end, case when n %% 400 = 7 then '' else 'full' end,
    case when n %% 400 <> 7 then %(now)s - interval '26 days' end
from generate_series(%(first)s, %(last)s) n where n %% 40 = 7;

insert into banks_outsideauthorisation (id, decision_id, organisation, minutes_a_month, begins_on, ends_on, authorised_at)
select @outside[n], @decided[n], 'Food pantry ' || n, 240, (%(now)s - interval '90 days')::date, (%(now)s + interval '90 days')::date, %(now)s
from generate_series(%(first)s, %(last)s) n where n %% 500 = 0;

insert into banks_giftauthorisation (id, decision_id, recipient_id, fund, minutes_most, ends_on, purpose, authorised_at)
select @allowed[n], @decided[n], @member[n], '', 600, (%(now)s + case when n %% 1000 = 250 then 90 else -n %% 300 end * interval '1 day')::date,
    'Rides to the hospital', %(now)s - interval '90 days'
from generate_series(%(first)s, %(last)s) n where n %% 250 = 0;
