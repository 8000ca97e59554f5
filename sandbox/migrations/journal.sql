create function sandbox_journal_is_append_only() returns trigger language plpgsql as $$
begin
    -- A whole company may be removed where the law says so; never a part of one, and nothing is ever rewritten.
    if current_setting('vigente.purge_company', true) = 'lawful' and tg_op = 'DELETE' then
        return old;
    end if;
    raise exception 'a practice company''s journal is append-only (%)', tg_op using errcode = 'check_violation';
end $$;

create trigger sandbox_journal_append_only before update or delete on sandbox_journalevent
    for each row execute function sandbox_journal_is_append_only();
create trigger sandbox_journal_is_not_emptied before truncate on sandbox_journalevent
    for each statement execute function sandbox_journal_is_append_only();

-- What a foreign key would ask for each event, asked once a statement: a month of a company is hundreds of events.
create function sandbox_journal_has_its_company() returns trigger language plpgsql as $$
begin
    -- As a foreign key does: nobody removes a company while an event of it is being written.
    perform from sandbox_workspace where id in (select workspace_id from written) for key share;
    if exists (
        select from (select distinct workspace_id from written) as named
        where not exists (select from sandbox_workspace where id = named.workspace_id)
    ) then
        raise exception 'an event of no practice company' using errcode = 'foreign_key_violation';
    end if;
    return null;
end $$;

create function sandbox_company_leaves_no_journal() returns trigger language plpgsql as $$
begin
    if exists (select from sandbox_journalevent where workspace_id in (select id from gone)) then
        raise exception 'a practice company''s journal goes before it' using errcode = 'foreign_key_violation';
    end if;
    return null;
end $$;

create trigger sandbox_journal_has_its_company after insert on sandbox_journalevent
    referencing new table as written for each statement execute function sandbox_journal_has_its_company();
create trigger sandbox_company_leaves_no_journal after delete on sandbox_workspace
    referencing old table as gone for each statement execute function sandbox_company_leaves_no_journal();
