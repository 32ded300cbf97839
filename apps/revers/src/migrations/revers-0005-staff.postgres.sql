-- When the person behind a login has proved the password last: the staff's acts on money need it to be fresh.
alter table login add column confirmed_at int8 not null default 0;

-- The words of people's names, folded, so that the staff finds somebody by the beginning of any of them.
create table person_word (
  word text collate "C" not null,
  person_id text not null,
  primary key (word, person_id)
);
insert into person_word (word, person_id)
select distinct word, id
from person, regexp_split_to_table(lower(translate(name, 'ăâîșşțţĂÂÎȘŞȚŢ-', 'aaissttAAISSTT ')), '\s+') as word
where word <> '';
