-- Every table has one text key column, first in its primary key and in every unique index (rules D1, D2); foreign keys stay inside one aggregate (D3).
create table receipt (
  key text not null,
  id text not null,
  state text not null check (state in ('done', 'void')),
  made_at int8 not null,
  primary key (key, id)
);

-- Owner: the place where an open cart is found, and what its owner asked already.
create table cart_slot (
  owner text not null,
  name text not null,
  cart_id text not null,
  primary key (owner, name)
);

create table idempotency (
  owner text not null,
  id text not null,
  request text not null,
  status int8,
  body text,
  reference text,
  made_at int8 not null,
  expires_at int8 not null,
  primary key (owner, id)
);
create index idempotency_expires on idempotency (expires_at);

-- Cart: the cart, its lines, and everything that became of it.
create table cart (
  cart_id text primary key,
  owner text not null,
  name text not null,
  currency text not null,
  state text not null check (state in ('open', 'paying', 'placed', 'merged')),
  version int8 not null check (version > 0),
  codes text not null,
  notices text not null,
  attempt_id text,
  made_at int8 not null,
  used_at int8 not null,
  check ((state = 'paying') = (attempt_id is not null))
);
-- Open carts are found by their slots; this is the way to the others.
create index cart_placed on cart (owner, made_at, cart_id) where state = 'placed';
create index cart_paying on cart (owner) where state = 'paying';

create table cart_line (
  cart_id text not null references cart (cart_id) on delete cascade,
  line_id text not null,
  product text not null,
  options text not null,
  kind text not null check (kind in ('item', 'auction_win')),
  saved int8 not null check (saved in (0, 1)),
  rest int8 not null check (rest in (0, saved)),
  quantity numeric(38, 0) not null check (quantity > 0 and quantity <> 'NaN'),
  scale int8 not null check (scale between 0 and 18),
  unit_price int8 not null check (unit_price >= 0),
  fixed_price int8 not null check (fixed_price in (0, 1)),
  snapshot text not null,
  held_until int8,
  renewals int8 not null check (renewals >= 0),
  added_at int8 not null,
  place int8 not null,
  primary key (cart_id, line_id),
  unique (cart_id, product, options, rest)
);

-- What the last merge into a cart has changed, so that it can be undone.
create table cart_merge (
  cart_id text primary key references cart (cart_id) on delete cascade,
  id text not null,
  record text not null,
  made_at int8 not null
);

create table placed_order (
  cart_id text not null references cart (cart_id),
  id text not null,
  number text not null,
  buyer text not null,
  customer text not null,
  email text,
  state text not null check (state in ('placed', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded')),
  currency text not null,
  total int8 not null check (total >= 0),
  quote text not null,
  address text not null,
  placed_at int8 not null,
  primary key (cart_id, id)
);
-- One cart becomes at most one living order (P15).
create unique index placed_order_one_live on placed_order (cart_id) where state <> 'cancelled';
create index placed_order_buyer on placed_order (buyer, placed_at);
create index placed_order_customer on placed_order (customer);

create table parcel (
  cart_id text not null,
  order_id text not null,
  seller text not null,
  state text not null check (state in ('placed', 'shipped', 'delivered', 'received', 'returned', 'cancelled')),
  shipping int8 not null check (shipping >= 0),
  primary key (cart_id, order_id, seller),
  foreign key (cart_id, order_id) references placed_order (cart_id, id)
);

create table order_line (
  cart_id text not null,
  order_id text not null,
  line_id text not null,
  seller text not null,
  product text not null,
  quantity numeric(38, 0) not null check (quantity > 0 and quantity <> 'NaN'),
  scale int8 not null,
  unit_price int8 not null check (unit_price >= 0),
  total int8 not null check (total >= 0),
  paid int8 not null check (paid >= 0),
  snapshot text not null,
  place int8 not null,
  primary key (cart_id, order_id, line_id),
  foreign key (cart_id, order_id) references placed_order (cart_id, id)
);

create table attempt (
  cart_id text not null references cart (cart_id),
  id text not null,
  order_id text not null,
  buyer text not null,
  method text not null,
  amount int8 not null check (amount >= 0),
  wallet_amount int8 not null check (wallet_amount >= 0),
  currency text not null,
  state text not null check (state in ('pending', 'paid', 'failed', 'refund_due', 'refunded')),
  provider_reference text,
  next_url text,
  made_at int8 not null,
  deadline int8 not null,
  primary key (cart_id, id)
);
create index attempt_open on attempt (state, deadline);
-- Payments of which nobody knows whether the provider was ever asked: few, and looked for often.
create index attempt_unasked on attempt (made_at) where state = 'pending' and provider_reference is null;

create table payment (
  cart_id text not null,
  order_id text not null,
  id text not null,
  method text not null,
  amount int8 not null check (amount >= 0),
  state text not null check (state in ('pending', 'authorized', 'captured', 'failed', 'refunded')),
  primary key (cart_id, order_id, id),
  foreign key (cart_id, order_id) references placed_order (cart_id, id)
);

-- Product: the one exclusive right on a unique thing, and the counter of counted things.
create table claim (
  product text primary key,
  state text not null check (state in ('held', 'paying', 'sold')),
  source text not null check (source in ('cart', 'auction', 'offer', 'seller')),
  holder text not null,
  owner text not null,
  attempt_id text,
  price int8 check (price >= 0),
  taken_at int8 not null,
  expires_at int8,
  check ((state = 'sold') = (expires_at is null)),
  check (state = 'held' or attempt_id is not null)
);
create index claim_expires on claim (expires_at);

create table stock (
  product text primary key,
  on_hand numeric(38, 0) not null check (on_hand >= 0 and on_hand <> 'NaN'),
  reserved numeric(38, 0) not null check (reserved >= 0 and reserved <> 'NaN'),
  sold numeric(38, 0) not null check (sold >= 0 and sold <> 'NaN'),
  check (reserved <= on_hand)
);

-- Units set aside: one row for each line, payment or app that keeps some; their sum is the counter's reserved.
create table stock_hold (
  product text not null,
  holder text not null,
  quantity numeric(38, 0) not null check (quantity > 0 and quantity <> 'NaN'),
  attempt_id text,
  expires_at int8,
  primary key (product, holder),
  check ((attempt_id is null) = (expires_at is not null))
);
create index stock_hold_expires on stock_hold (expires_at);
create index stock_hold_lapsed on stock_hold (product, expires_at);

-- Discount: the code is its own key, in its one canonical form.
create table discount (
  code text primary key check (code ~ '^[A-Z0-9_-]{3,32}$'),
  kind text not null check (kind in ('percent', 'fixed')),
  value int8 not null check (value >= 0 and (kind <> 'percent' or value <= 10000)),
  currency text,
  active int8 not null check (active in (0, 1)),
  starts_at int8,
  ends_at int8,
  max_uses int8 check (max_uses >= 0),
  max_uses_per_customer int8 check (max_uses_per_customer >= 0),
  uses int8 not null check (uses >= uses_before and (max_uses is null or uses <= max_uses)),
  uses_before int8 not null check (uses_before >= 0),
  min_order int8 check (min_order >= 0),
  max_discount int8 check (max_discount >= 0),
  on_wins int8 not null check (on_wins in (0, 1)),
  scope text not null,
  first_order int8 not null check (first_order in (0, 1)),
  automatic int8 not null check (automatic in (0, 1)),
  phase int8 not null,
  priority int8 not null,
  exclusive text,
  version int8 not null check (version > 0),
  made_at int8 not null,
  check (starts_at is null or ends_at is null or starts_at <= ends_at),
  check ((kind = 'fixed') = (currency is not null))
);
create index discount_automatic on discount (code) where automatic = 1;

create table redemption (
  code text not null references discount (code),
  attempt_id text not null,
  customer text not null,
  state text not null check (state in ('reserved', 'consumed', 'returned')),
  amount int8 not null check (amount >= 0),
  made_at int8 not null,
  primary key (code, attempt_id)
);

create table discount_customer (
  code text not null references discount (code),
  customer text not null,
  uses int8 not null check (uses >= 0),
  primary key (code, customer)
);

-- Customer: who has used a discount for first orders, so that two at once meet in one row.
create table first_order (
  customer text primary key,
  attempt_id text not null
);

-- Guesser: wrong codes tried by one owner or from one address, until the count begins anew.
create table guess (
  key text primary key,
  tries int8 not null check (tries > 0),
  until int8 not null
);
create index guess_until on guess (until);

-- Account: a guarded balance and its append-only transfers.
create table account (
  id text primary key,
  currency text not null,
  balance int8 not null check (balance >= 0),
  held int8 not null check (held >= 0),
  made_at int8 not null
);

create table transfer (
  account text not null references account (id),
  id text not null,
  from_account text not null,
  to_account text not null,
  amount int8 not null check (amount > 0),
  currency text not null,
  kind text not null check (kind in ('top_up', 'hold', 'capture', 'release', 'pay', 'refund', 'payout')),
  reference text,
  made_at int8 not null,
  place int8 not null,
  primary key (account, id),
  check (from_account <> to_account),
  check (account in (from_account, to_account) or 'held:' || account in (from_account, to_account))
);
create index transfer_time on transfer (account, made_at, place);

-- Events: facts stored with what they speak of.
create table event (
  key text not null,
  id text not null,
  sequence int8 not null,
  name text not null,
  payload text not null,
  line_id text,
  quantity text,
  made_at int8 not null,
  targets text not null,
  due_at int8,
  primary key (key, id)
);
create index event_due on event (due_at) where due_at is not null;

-- What still has to be told to whom, and (without a due time) what could not be. What was told is gone.
create table delivery (
  key text not null,
  event_id text not null,
  target text not null,
  sequence int8 not null,
  tries int8 not null check (tries >= 0),
  due_at int8,
  failure text,
  primary key (key, event_id, target),
  foreign key (key, event_id) references event (key, id) on delete cascade,
  check (due_at is not null or failure is not null)
);
create index delivery_due on delivery (target, due_at) where due_at is not null;
create index delivery_dead on delivery (key, event_id, target) where due_at is null;
