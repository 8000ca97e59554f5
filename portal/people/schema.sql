-- Nobody answers to themselves and no department stands under itself, at any depth, on any day. Checked at commit, so
-- that two people may change places in one transaction; the lock makes two transactions see each other's rows.
-- Each step of the walk keeps only the days on which the whole chain holds, so a loop that no one day has is none.
-- One text makes both functions, and each keeps its own plan: a trigger that put its query together would plan it a row.
do $make$
declare
    never record;
begin
    for never in select * from (values
        ('no_loop_in_the_line', 'people_reportingline', 'user_id', 'manager_id',
         'a manager would come to answer to themselves'),
        ('no_loop_of_departments', 'people_departmentplace', 'department_id', 'parent_id',
         'a department would come to stand under itself')
    ) as told(name, rows, below, above, said) loop
        execute format($text$
            create function people_%1$s() returns trigger language plpgsql as $$
            declare
                looped boolean;
            begin
                perform pg_advisory_xact_lock(hashtext('%2$s'));
                with recursive above(one, days) as (
                    select r.%4$s, daterange(r.starts_on, r.ends_on) from %2$s r where r.id = new.id
                    union
                    select r.%4$s, above.days * daterange(r.starts_on, r.ends_on)
                      from %2$s r join above on r.%3$s = above.one
                     where above.days && daterange(r.starts_on, r.ends_on) and above.one <> new.%3$s
                ) select exists (select 1 from above where one = new.%3$s) into looped;
                if looped then
                    raise exception '%5$s' using errcode = 'check_violation', constraint = '%1$s';
                end if;
                return null;
            end $$;
            create constraint trigger %1$s after insert or update on %2$s
                deferrable initially deferred for each row execute function people_%1$s();
        $text$, never.name, never.rows, never.below, never.above, never.said);
    end loop;
end $make$;
