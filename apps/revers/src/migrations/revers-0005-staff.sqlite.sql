-- When the person behind a login has proved the password last: the staff's acts on money need it to be fresh.
alter table login add column confirmed_at integer not null default 0;

-- The words of people's names, folded, so that the staff finds somebody by the beginning of any of them.
create table person_word (
  word text not null,
  person_id text not null,
  primary key (word, person_id)
) strict, without rowid;
insert or ignore into person_word (word, person_id)
with recursive
  folded (id, rest) as (
    select id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(name), 'ă', 'a'), 'â', 'a'), 'î', 'i'), 'ș', 's'), 'ş', 's'), 'ț', 't'), 'ţ', 't'), 'Ă', 'a'), 'Â', 'a'), 'Î', 'i'), 'Ș', 's'), 'Ş', 's'), 'Ț', 't'), 'Ţ', 't'), '-', ' ') || ' ' from person
  ),
  split (id, word, rest) as (
    select id, '', rest from folded
    union all
    select id, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) from split where rest <> ''
  )
select word, id from split where word <> '';
