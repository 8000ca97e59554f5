-- What a rule said once it was switched on, and what was granted to somebody, stays as it was said.

create function duties_terms_are_facts() returns trigger language plpgsql as $$
begin
    if old.switched_on_at is not null then
        raise exception 'terms switched on are append-only (% on %)', tg_op, tg_table_name
            using errcode = 'check_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger terms_switched_on_are_facts before update or delete on duties_terms
    for each row execute function duties_terms_are_facts();

create function duties_clauses_are_facts() returns trigger language plpgsql as $$
declare
    of_terms bigint[] := case tg_op when 'INSERT' then array[new.terms_id]
                                    when 'DELETE' then array[old.terms_id]
                                    else array[old.terms_id, new.terms_id] end;
begin
    if exists (select 1 from duties_terms t where t.id = any(of_terms) and t.switched_on_at is not null) then
        raise exception 'clauses of terms switched on are append-only (%)', tg_op using errcode = 'check_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger clauses_switched_on_are_facts before insert or update or delete on duties_clause
    for each row execute function duties_clauses_are_facts();

-- An erasure may empty a reason. Rows of a duplicate's duties go as its account is merged, and only then.
create function duties_extensions_are_facts() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and current_setting('vigente.merge_duties', true) = pg_current_xact_id()::text then
        return old;
    end if;
    if tg_op = 'UPDATE' and new.reason = ''
        and (new.id, new.duty_id, new.until, new."by", new.at)
            is not distinct from (old.id, old.duty_id, old.until, old."by", old.at) then
        return new;
    end if;
    raise exception 'extensions are append-only (%)', tg_op using errcode = 'check_violation';
end $$;

create trigger extensions_are_facts before update or delete on duties_extension
    for each row execute function duties_extensions_are_facts();

-- An exemption may end earlier than it said.
create function duties_exemptions_are_facts() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE'
        and (new.id, new.requirement_id, new.user_id, new.starts_on, new."by", new.at)
            is not distinct from (old.id, old.requirement_id, old.user_id, old.starts_on, old."by", old.at)
        and (new.reason = old.reason or new.reason = '')
        and (new.ends_on is not distinct from old.ends_on or old.ends_on is null or new.ends_on < old.ends_on) then
        return new;
    end if;
    raise exception 'exemptions are append-only (%)', tg_op using errcode = 'check_violation';
end $$;

create trigger exemptions_are_facts before update or delete on duties_exemption
    for each row execute function duties_exemptions_are_facts();
