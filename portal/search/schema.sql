-- How text becomes words. Everything is immutable, so that vectors may be generated columns: an entry and its index
-- cannot differ. Words of text and of questions go through the same functions.

-- unaccent() is only stable, since its dictionary could be edited; ours is the one that comes with PostgreSQL.
create function search_plain(said text) returns text
language sql immutable strict parallel safe as $$
    select trim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, said)), '[^a-z0-9]+', ' ', 'g'))
$$;

-- Words that stand in everything and lead to nothing, in both languages, as search_plain writes them.
create function search_is_stop(word text) returns boolean
language sql immutable strict parallel safe as $$
    select word = any('{a,ao,aos,aquela,aquelas,aquele,aqueles,aquilo,as,ate,com,como,da,das,de,dela,delas,dele,deles,depois,do,dos,e,ela,elas,ele,eles,em,entre,era,eram,essa,essas,esse,esses,esta,estao,estas,estava,este,estes,eu,foi,foram,ha,isso,isto,ja,lhe,lhes,mais,mas,me,mesmo,meu,meus,minha,minhas,muito,na,nao,nas,nem,no,nos,nossa,nossas,nosso,nossos,num,numa,o,os,ou,para,pela,pelas,pelo,pelos,por,qual,quando,que,quem,sao,se,seja,sem,ser,sera,seu,seus,so,sua,suas,tambem,te,tem,ter,teu,teus,tu,um,uma,voce,voces,am,an,and,are,at,be,been,but,by,did,does,for,from,had,has,have,he,her,him,his,how,i,if,in,into,is,it,its,my,of,on,or,our,she,so,than,that,the,their,them,then,there,these,they,this,those,to,was,we,were,what,when,which,who,why,will,with,you,your}'::text[])
$$;

-- Portuguese without accents is stemmed badly ("renovacoes"): common endings get theirs back, whether they were typed
-- or not, so that both spellings have one stem. First what is irregular in the plural, then the singular's accent.
create function search_accented(plain text) returns text
language sql immutable strict parallel safe as $$
    select regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(plain,
        '(\w{2})(?:oes|aos|aes|ao)\M', '\1ao', 'g'),
        'cao\M', 'ção', 'g'),
        '(\w)ao\M', '\1ão', 'g'),
        '(\w{3})eis\M', '\1el', 'g'),
        '(\w{2}[^aeiou])ais\M', '\1al', 'g'),
        '(\w{2})ens\M', '\1em', 'g'),
        '(\w{2})avel\M', '\1ável', 'g'),
        '(\w{2})ivel\M', '\1ível', 'g'),
        '(\w{3})ari(o|a)(s?)\M', '\1ári\2\3', 'g'),
        '(\w{3})(r|l|z|s)es\M', '\1\2', 'g'),
        '(\w)ancia(s?)\M', '\1ância\2', 'g'),
        '(\w)encia(s?)\M', '\1ência\2', 'g')
$$;

create function search_stems(language text, plain text) returns tsvector
language sql immutable strict parallel safe as $$
    select case when language like 'pt%' then to_tsvector('pg_catalog.portuguese', public.search_accented(plain))
                when language like 'en%' then to_tsvector('pg_catalog.english', plain)
                else ''::tsvector end
$$;

-- Both vectors of a text in one: its words as they are written, without accents, and their stems.
create function search_vector(language text, said text) returns tsvector
language plpgsql immutable strict parallel safe as $$
declare plain text := public.search_plain(said);
begin
    return (select coalesce(
                (select to_tsvector('pg_catalog.simple', string_agg(word, ' ' order by at))
                   from regexp_split_to_table(plain, ' ') with ordinality as words(word, at)
                  where not public.search_is_stop(word)), ''::tsvector)
           ) || public.search_stems(language, plain);
end $$;

create function search_entry_vector(language text, title text, place text, body text) returns tsvector
language sql immutable strict parallel safe as $$
    select setweight(public.search_vector(language, title), 'A') || setweight(public.search_vector(language, place), 'C')
        || setweight(public.search_vector(language, body), 'D')
$$;

-- Every stem that a plain word may have, in either language.
create function search_stems_of(word text) returns text[]
language sql immutable strict parallel safe as $$
    select tsvector_to_array(public.search_stems('pt', word) || public.search_stems('en', word))
$$;

-- A question as a tsquery: every word that leads somewhere must be found, as written or by a stem in either language.
-- While one types, the last word may be the beginning of one. Null where nothing is left to look for.
create function search_query(said text, typing boolean default false) returns tsquery
language plpgsql immutable strict parallel safe as $$
declare
    plain text[] := regexp_split_to_array(public.search_plain(said), ' ');
    last int := array_length(plain, 1);
    found tsquery;
    one tsquery;
begin
    for i in 1..last loop
        continue when plain[i] = '' or public.search_is_stop(plain[i]) and not (typing and i = last);
        one := (select string_agg(quote_literal(stem), ' | ')
                  from unnest(public.search_stems_of(plain[i]) || plain[i]) as stem)::tsquery;
        if typing and i = last then
            one := one || (quote_literal(plain[i]) || ':*')::tsquery;
        end if;
        found := case when found is null then one else found && one end;
    end loop;
    return found;
end $$;

-- The same, each word also as the words of the index that are written almost like it.
create function search_query_nearly(said text) returns tsquery
language plpgsql stable strict parallel safe as $$
declare
    asked text[] := (select array_agg(word order by at) from regexp_split_to_table(public.search_plain(said), ' ')
                     with ordinality as words(word, at) where word <> '' and not public.search_is_stop(word));
    found tsquery;
    one tsquery;
begin
    for i in 1..coalesce(array_length(asked, 1), 0) loop
        one := (select string_agg(quote_literal(near), ' | ')
                  from unnest(public.search_stems_of(asked[i]) || asked[i] || public.search_near(asked[i])) as near)::tsquery;
        found := case when found is null then one else found && one end;
    end loop;
    return found;
end $$;

-- A question, or any of the other ways to say the same: one word by its stems too, several as they stand side by side.
create function search_also(asked tsquery, ways text[]) returns tsquery
language plpgsql immutable parallel safe as $$
declare
    way text;
    plain text;
    one tsquery;
begin
    foreach way in array ways loop
        plain := (select string_agg(word, ' ' order by at)
                    from regexp_split_to_table(public.search_plain(way), ' ') with ordinality as words(word, at)
                   where word <> '' and not public.search_is_stop(word));
        continue when plain is null;
        one := case when plain like '% %' then phraseto_tsquery('pg_catalog.simple', plain) else public.search_query(plain) end;
        asked := case when asked is null then one when one is null then asked else asked || one end;
    end loop;
    return asked;
end $$;

-- The words of a tsquery, without its operators.
create function search_lexemes(query tsquery) returns tsvector
language sql immutable strict parallel safe as $$
    select array_to_tsvector(coalesce(array_agg(distinct replace(found[1], '''''', '''')), '{}'))
      from regexp_matches(query::text, '''((?:[^'']|'''')+)''', 'g') as found
$$;
