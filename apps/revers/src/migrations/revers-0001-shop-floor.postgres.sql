-- What revers keeps beside the tables of the shop: people, the things they sell, lots, and the books of the simulated card provider.
-- Every table has one text key column, first in its primary key; foreign keys stay inside one aggregate.
create table setting (
  key text primary key,
  value text not null,
  changed_at int8 not null
);

create table person (
  id text primary key,
  email text not null,
  name text not null,
  password_hash text not null,
  roles text not null,
  made_at int8 not null
);

-- Where an address is unique: one person for each.
create table person_email (
  email text primary key check (email = lower(email)),
  person_id text not null
);

create table login (
  token_hash text primary key,
  person_id text not null,
  made_at int8 not null,
  expires_at int8 not null check (expires_at > made_at)
);
create index login_expires on login (expires_at);

create table address (
  person_id text not null,
  id text not null,
  address text not null,
  made_at int8 not null,
  primary key (person_id, id)
);

-- Those who sell, by the name the shop shows.
create table seller (
  id text primary key,
  name text not null
);

-- Everything sold; the key is the product's own, such as garment:42. Claims and counters of these things are the shop's.
create table item (
  product text primary key,
  type text not null check (type in ('garment', 'article', 'material')),
  id text not null,
  name_ro text not null,
  name_en text not null,
  price int8 not null check (price >= 0),
  currency text not null,
  scale int8 not null check (scale between 0 and 18),
  seller_id text not null,
  seller_name text not null,
  kind text not null,
  drawing text not null,
  brand text,
  size text,
  condition text check (condition in ('like_new', 'very_good', 'good')),
  search text not null,
  auction_only int8 not null check (auction_only in (0, 1)),
  listed int8 not null check (listed in (0, 1)),
  withdrawn int8 not null check (withdrawn in (0, 1)),
  place int8 not null,
  check (product = type || ':' || id)
);
create index item_place on item (place);
create index item_seller on item (seller_id);

create table lot (
  id text primary key,
  product text not null,
  seller_id text not null,
  currency text not null,
  start_price int8 not null check (start_price >= 0),
  price int8 not null check (price >= start_price),
  bids int8 not null check (bids >= 0),
  reserve int8 check (reserve >= 0),
  ends_at int8 not null,
  winner text,
  pay_by int8,
  check ((winner is null) = (pay_by is null))
);
create index lot_winner on lot (winner);

-- The books of the simulated provider. paid_at may lie ahead: the money of a late payment is not there before.
create table simulated_charge (
  attempt text primary key,
  order_id text not null,
  amount int8 not null check (amount >= 0),
  currency text not null,
  return_path text not null,
  state text not null check (state in ('open', 'challenged', 'paid', 'failed')),
  paid_at int8,
  refunded int8 not null check (refunded between 0 and amount),
  made_at int8 not null,
  check ((state = 'paid') = (paid_at is not null))
);
