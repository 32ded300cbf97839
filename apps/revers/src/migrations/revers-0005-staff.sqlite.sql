-- When the person behind a login has proved the password last: the staff's acts on money need it to be fresh.
alter table login add column confirmed_at integer not null default 0;

-- The words of people's names, folded, so that the staff finds somebody by the beginning of any of them.
create table person_word (
  word text not null,
  person_id text not null,
  primary key (word, person_id)
) strict, without rowid;
insert into person_word (word, person_id) select lower(name), id from person where name <> '';
