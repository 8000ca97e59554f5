-- The order in which facts leave the house. A fact's own instant is taken before its transaction commits, so it is no
-- order to follow with a cursor: a slow transaction would appear behind it. Each fact gets an empty place in its own
-- transaction, and a number once that has committed: numbers are given by one transaction at a time.
create sequence evidence_place_number;

create function evidence_make_places() returns trigger language plpgsql as $$
begin
    insert into evidence_place (fact, recorded_at) select id, recorded_at from written on conflict do nothing;
    return null;
end $$;

create trigger evidence_places after insert on evidence_evidence
    referencing new table as written for each statement execute function evidence_make_places();

-- A purged fact leaves nothing behind. Months that take facts back from the default delete there, not here.
create function evidence_drop_places() returns trigger language plpgsql as $$
begin
    delete from evidence_place using gone where fact = gone.id;
    return null;
end $$;

create trigger evidence_places_go after delete on evidence_evidence
    referencing old table as gone for each statement execute function evidence_drop_places();

-- Number what has committed, oldest first, at most so many; returns how many. Whoever numbers meanwhile waits.
create function evidence_number_places(most integer) returns integer language plpgsql as $$
declare
    numbered integer;
begin
    perform pg_advisory_xact_lock(hashtextextended('evidence.places', 0));
    with waiting as materialized (
        select fact from evidence_place where number is null order by recorded_at, fact limit most
    ), given as materialized (
        select fact, nextval('evidence_place_number') as number from waiting
    )
    update evidence_place p set number = given.number from given where p.fact = given.fact;
    get diagnostics numbered = row_count;
    return numbered;
end $$;
