-- Which of a person's addresses checkout proposes: the one that was chosen, else the oldest.
alter table address add column is_default integer not null default 0;
create unique index address_default on address (person_id) where is_default = 1;
