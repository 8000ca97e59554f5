-- An alias, once given, stays; it only follows when its person is merged into another.
create function evidence_alias_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.alias = old.alias and new.merged_at = old.merged_at then
        return new;
    end if;
    raise exception 'aliases are not taken back (% on %)', tg_op, tg_table_name using errcode = 'check_violation';
end $$;

create trigger evidence_alias_stays before update or delete on evidence_personalias
    for each row execute function evidence_alias_stays();
create trigger evidence_aliases_are_not_emptied before truncate on evidence_personalias
    for each statement execute function evidence_alias_stays();
