-- Nobody answers to themselves and no department stands under itself, at any depth, on any day. Checked at commit, so
-- that two people may change places in one transaction; the lock makes two transactions see each other's rows.
-- Each step of the walk keeps only the days on which the whole chain holds, so a loop that no one day has is none.
create function people_no_loop_in_the_line() returns trigger language plpgsql as $$
declare
    looped boolean;
begin
    perform pg_advisory_xact_lock(hashtext('people_reportingline'));
    with recursive above(user_id, days) as (
        select r.manager_id, daterange(r.starts_on, r.ends_on) from people_reportingline r where r.id = new.id
        union
        select r.manager_id, above.days * daterange(r.starts_on, r.ends_on)
          from people_reportingline r join above on r.user_id = above.user_id
         where above.days && daterange(r.starts_on, r.ends_on) and above.user_id <> new.user_id
    ) select exists (select 1 from above where user_id = new.user_id) into looped;
    if looped then
        raise exception 'a manager would come to answer to themselves'
            using errcode = 'check_violation', constraint = 'no_loop_in_the_line';
    end if;
    return null;
end $$;

create constraint trigger no_loop_in_the_line after insert or update on people_reportingline
    deferrable initially deferred for each row execute function people_no_loop_in_the_line();

create function people_no_loop_of_departments() returns trigger language plpgsql as $$
declare
    looped boolean;
begin
    perform pg_advisory_xact_lock(hashtext('people_departmentplace'));
    with recursive above(department_id, days) as (
        select p.parent_id, daterange(p.starts_on, p.ends_on) from people_departmentplace p where p.id = new.id
        union
        select p.parent_id, above.days * daterange(p.starts_on, p.ends_on)
          from people_departmentplace p join above on p.department_id = above.department_id
         where above.days && daterange(p.starts_on, p.ends_on) and above.department_id <> new.department_id
    ) select exists (select 1 from above where department_id = new.department_id) into looped;
    if looped then
        raise exception 'a department would come to stand under itself'
            using errcode = 'check_violation', constraint = 'no_loop_of_departments';
    end if;
    return null;
end $$;

create constraint trigger no_loop_of_departments after insert or update on people_departmentplace
    deferrable initially deferred for each row execute function people_no_loop_of_departments();
