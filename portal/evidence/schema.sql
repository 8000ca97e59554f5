create table evidence_evidence (
    recorded_at timestamptz not null,
    id uuid not null,
    person uuid not null,
    verb varchar(40) not null,
    kind varchar(30) not null,
    key uuid not null,
    part varchar(80) not null,
    release uuid,
    result jsonb not null,
    locale varchar(10) not null,
    occurred_at timestamptz not null,
    primary key (recorded_at, id)
) partition by range (recorded_at);

create index evidence_by_person on evidence_evidence (person, kind, key);
create index evidence_by_thing on evidence_evidence (kind, key, verb);

-- Rows outside every month land here; the months are made ahead, so it stays empty in practice.
create table evidence_evidence_default partition of evidence_evidence default;

create function evidence_ensure_month(day date) returns void language plpgsql as $$
declare
    first date := date_trunc('month', day)::date;
    name text := 'evidence_evidence_' || to_char(first, 'YYYY_MM');
begin
    if to_regclass(name) is null then
        execute format('create table %I partition of evidence_evidence for values from (%L) to (%L)',
                       name, first::timestamptz, (first + interval '1 month')::timestamptz);
        execute format('create trigger evidence_is_not_emptied before truncate on %I'
                       ' for each statement execute function evidence_is_append_only()', name);
    end if;
end $$;

create function evidence_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'evidence is append-only (% on %)', tg_op, tg_table_name using errcode = 'check_violation';
end $$;

create trigger evidence_append_only before update or delete on evidence_evidence
    for each row execute function evidence_is_append_only();
create trigger evidence_names_append_only before update or delete on evidence_idempotencykey
    for each row execute function evidence_is_append_only();

-- Emptying a table asks no row's trigger, and emptying a partition does not ask its parent's.
create trigger evidence_is_not_emptied before truncate on evidence_evidence
    for each statement execute function evidence_is_append_only();
create trigger evidence_is_not_emptied before truncate on evidence_evidence_default
    for each statement execute function evidence_is_append_only();
create trigger evidence_names_are_not_emptied before truncate on evidence_idempotencykey
    for each statement execute function evidence_is_append_only();
