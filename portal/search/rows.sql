-- The few words of the index most like this one.
create function search_near(asked text) returns text[]
language sql stable strict parallel safe as $$
    select coalesce(array_agg(word), '{}') from (
        select word from public.search_word
         where length(asked) > 3 and word % asked and similarity(word, asked) >= 0.4
           and abs(length(word) - length(asked)) <= 2
         order by similarity(word, asked) desc, word limit 6
    ) nearest
$$;

-- What is matched, counted and filtered is read from narrow rows; bodies and vectors lie beside them.
alter table search_entry set (toast_tuple_target = 256);
alter table search_entry
    alter column words set storage external,
    alter column heading set storage main, alter column scopes set storage main, alter column topics set storage main,
    alter column title set storage main, alter column place set storage main, alter column url set storage main;

-- People are asked for where they are, by the rule of who may know of them; this is how their names are found.
create function search_person(name text, title text) returns text
language sql immutable strict parallel safe as $$ select ' ' || public.search_plain(name || ' ' || title) $$;

create index search_person_by_name on people_user using gin (public.search_person(name, title) gin_trgm_ops);
