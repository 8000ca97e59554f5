-- What was done stays written: no row is changed or taken away, one by one or all at once.
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is append-only (% on %)', tg_op, tg_table_name using errcode = 'check_violation';
end $$;

create trigger audit_append_only before update or delete on audit_entry
    for each row execute function audit_is_append_only();
create trigger audit_is_not_emptied before truncate on audit_entry
    for each statement execute function audit_is_append_only();
