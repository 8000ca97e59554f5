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

-- A month's partition, in UTC whatever the session's zone. Facts that came before their month was there lie in the
-- default partition: they are moved, which is neither a change nor a loss, while everybody else waits.
create function evidence_ensure_month(day date) returns void language plpgsql as $$
declare
    first timestamptz := date_trunc('month', day::timestamp) at time zone 'UTC';
    following timestamptz := (date_trunc('month', day::timestamp) + interval '1 month') at time zone 'UTC';
    name text := 'evidence_evidence_' || to_char(day, 'YYYY_MM');
    is_late boolean;
begin
    perform pg_advisory_xact_lock(hashtextextended('evidence.months', 0));
    if to_regclass(name) is not null then
        return;
    end if;
    select exists (select from evidence_evidence_default where recorded_at >= first and recorded_at < following)
        into is_late;
    if is_late then
        alter table evidence_evidence detach partition evidence_evidence_default;
    end if;
    execute format('create table %I partition of evidence_evidence for values from (%L) to (%L)', name, first, following);
    execute format('create trigger evidence_is_not_emptied before truncate on %I'
                   ' for each statement execute function evidence_is_append_only()', name);
    if is_late then
        with late as (
            delete from evidence_evidence_default where recorded_at >= first and recorded_at < following returning *
        )
        insert into evidence_evidence select * from late;
        alter table evidence_evidence attach partition evidence_evidence_default default;
    end if;
end $$;

-- The months from today's on, and those of facts that came before their month was there; returns how many it looked at.
create function evidence_ensure_months(ahead integer) returns integer language plpgsql as $$
declare
    day date;
    looked_at integer := 0;
begin
    for day in
        select (date_trunc('month', now() at time zone 'UTC') + make_interval(months => m))::date
            from generate_series(0, ahead) m
        union
        select distinct date_trunc('month', recorded_at at time zone 'UTC')::date from evidence_evidence_default
        order by 1
    loop
        perform evidence_ensure_month(day);
        looked_at := looked_at + 1;
    end loop;
    return looked_at;
end $$;

-- The one way out is a lawful purge (portal.evidence.purge): it names its reason and its own transaction, so that a
-- setting that another transaction left behind opens nothing.
create function evidence_is_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and current_setting('vigente.purge_evidence', true) in (
        'term_ended ' || pg_current_xact_id(), 'unlawful ' || pg_current_xact_id(), 'court_order ' || pg_current_xact_id()
    ) then
        return old;
    end if;
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
