-- Creates and drops a bank's schema with both its roles: the ordinary role, named like the schema,
-- and the vault's role. The functions run with the owner's rights, but do only these two things.
-- tenants/provisioning.py and tenants/services.py call them as commonhour_platform. The functions check the
-- schema's name, so no caller's text ever becomes SQL; only the owner login writes the template's text.

create function public.create_bank_schema(schema_name text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set check_function_bodies = off
as $$
declare
  template text;
  bank_role text;
begin
  if schema_name !~ '^t_[0-9a-f]{12}$' then
    raise exception 'not a bank''s schema name: %', schema_name using errcode = '22023';
  end if;
  if exists (select from pg_namespace where nspname = schema_name) then
    return;  -- a step that is run again
  end if;
  select t.sql into strict template from public.tenants_schematemplate t where t.id = 1;
  foreach bank_role in array array[schema_name, schema_name || '_vault'] loop
    if not exists (select from pg_roles where rolname = bank_role) then
      execute format('create role %I nologin', bank_role);
    end if;
    execute format('grant %I to commonhour_web with inherit false, set true', bank_role);
  end loop;
  execute replace(template, 'commonhour_template', schema_name);  -- the template's vault becomes the bank's
end $$;

create function public.drop_bank_schema(schema_name text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if schema_name !~ '^t_[0-9a-f]{12}$' then
    raise exception 'not a bank''s schema name: %', schema_name using errcode = '22023';
  end if;
  if exists (select from public.tenants_bank b where b.schema_name = drop_bank_schema.schema_name
             and b.state <> 'closed') then
    raise exception 'a bank''s schema is dropped only after the bank was closed' using errcode = '55006';
  end if;
  execute format('drop schema if exists %I cascade', schema_name);
  execute format('drop role if exists %I, %I', schema_name, schema_name || '_vault');
end $$;

revoke all on function public.create_bank_schema(text), public.drop_bank_schema(text) from public;
grant execute on function public.create_bank_schema(text), public.drop_bank_schema(text) to commonhour_platform;
