-- The ceiling: the least a server can do for a double entry, in one function. No keys of the caller's, no guards.
create table ceiling_account (id bigint primary key, balance bigint not null) with (fillfactor = 50);
create table ceiling_txn (
    id bigint generated always as identity primary key,
    recorded_at timestamptz not null default clock_timestamp(),
    actor bigint);
create table ceiling_entry (
    id bigint generated always as identity primary key,
    txn_id bigint not null,
    account_id bigint not null,
    minutes int not null);
insert into ceiling_account select number, 0 from generate_series(1, 1000) number;
create function ceiling_post(giver bigint, receiver bigint, minutes int) returns bigint language plpgsql as $$
declare
    txn bigint;
begin
    insert into ceiling_txn (actor) values (giver) returning id into txn;
    insert into ceiling_entry (txn_id, account_id, minutes) values (txn, giver, -minutes), (txn, receiver, minutes);
    update ceiling_account set balance = balance - minutes where id = giver;
    update ceiling_account set balance = balance + minutes where id = receiver;
    return txn;
end $$;
