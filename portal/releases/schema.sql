-- A release is a fact: nobody edits it, nobody takes it back; what is wrong is released anew.
create function releases_are_facts() returns trigger language plpgsql as $$
begin
    raise exception 'releases are append-only (% on %)', tg_op, tg_table_name using errcode = 'check_violation';
end $$;

create trigger release_is_a_fact before update or delete on releases_release
    for each row execute function releases_are_facts();
create trigger release_part_is_a_fact before update or delete on releases_releasepart
    for each row execute function releases_are_facts();
create trigger releases_are_not_emptied before truncate on releases_release
    for each statement execute function releases_are_facts();
create trigger release_parts_are_not_emptied before truncate on releases_releasepart
    for each statement execute function releases_are_facts();
create trigger release_asset_is_a_fact before update or delete on releases_releaseasset
    for each row execute function releases_are_facts();
create trigger release_assets_are_not_emptied before truncate on releases_releaseasset
    for each statement execute function releases_are_facts();
create trigger release_held_is_a_fact before update or delete on releases_releaseheld
    for each row execute function releases_are_facts();
create trigger release_helds_are_not_emptied before truncate on releases_releaseheld
    for each statement execute function releases_are_facts();
