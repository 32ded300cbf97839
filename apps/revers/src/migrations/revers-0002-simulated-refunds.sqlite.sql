-- What the simulated card provider gave back, each once by its key.
create table simulated_refund (
  attempt text not null references simulated_charge (attempt),
  key text not null,
  amount integer not null check (amount > 0),
  made_at integer not null,
  primary key (attempt, key)
) strict, without rowid;
