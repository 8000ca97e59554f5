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
