-- What revers keeps beside the tables of the shop: people, the things they sell, lots, and the books of the simulated card provider.
-- Every table has one text key column, first in its primary key; foreign keys stay inside one aggregate.
create table setting (
  key text primary key,
  value text not null,
  changed_at integer not null
) strict, without rowid;

create table person (
  id text primary key,
  email text not null,
  name text not null,
  password_hash text not null,
  roles text not null,
  made_at integer not null
) strict, without rowid;

-- Where an address is unique: one person for each.
create table person_email (
  email text primary key check (email = lower(email)),
  person_id text not null
) strict, without rowid;

create table login (
  token_hash text primary key,
  person_id text not null,
  made_at integer not null,
  expires_at integer not null check (expires_at > made_at)
) strict, without rowid;
create index login_expires on login (expires_at);

create table address (
  person_id text not null,
  id text not null,
  address text not null,
  made_at integer not null,
  primary key (person_id, id)
) strict, without rowid;

-- Those who sell, by the name the shop shows.
create table seller (
  id text primary key,
  name text not null
) strict, without rowid;

-- Everything sold; the key is the product's own, such as garment:42. Claims and counters of these things are the shop's.
create table item (
  product text primary key,
  type text not null check (type in ('garment', 'article', 'material')),
  id text not null,
  name_ro text not null,
  name_en text not null,
  price integer not null check (price >= 0),
  currency text not null,
  scale integer not null check (scale between 0 and 18),
  seller_id text not null,
  seller_name text not null,
  kind text not null,
  drawing text not null,
  brand text,
  size text,
  condition text check (condition in ('like_new', 'very_good', 'good')),
  search text not null,
  auction_only integer not null check (auction_only in (0, 1)),
  listed integer not null check (listed in (0, 1)),
  withdrawn integer not null check (withdrawn in (0, 1)),
  place integer not null,
  check (product = type || ':' || id)
) strict, without rowid;
create index item_place on item (place);
create index item_seller on item (seller_id);

create table lot (
  id text primary key,
  product text not null,
  seller_id text not null,
  currency text not null,
  start_price integer not null check (start_price >= 0),
  price integer not null check (price >= start_price),
  bids integer not null check (bids >= 0),
  reserve integer check (reserve >= 0),
  ends_at integer not null,
  winner text,
  pay_by integer,
  check ((winner is null) = (pay_by is null))
) strict, without rowid;
create index lot_winner on lot (winner);

-- The books of the simulated provider. paid_at may lie ahead: the money of a late payment is not there before.
create table simulated_charge (
  attempt text primary key,
  order_id text not null,
  amount integer not null check (amount >= 0),
  currency text not null,
  return_path text not null,
  state text not null check (state in ('open', 'challenged', 'paid', 'failed')),
  paid_at integer,
  refunded integer not null check (refunded between 0 and amount),
  made_at integer not null,
  check ((state = 'paid') = (paid_at is not null))
) strict, without rowid;
