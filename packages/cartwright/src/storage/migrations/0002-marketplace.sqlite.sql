-- What a marketplace adds: a line behind a hold, auctions, refunds by the line, what sellers are owed, and a record of what people did.
-- A claim may be free and kept: others wait for it. It counts who waits, how often the same buyer has
-- taken it in a row, and the places in its line that were ever given.
create table claim_next (
  product text primary key,
  state text not null check (state in ('held', 'paying', 'sold', 'free')),
  source text not null check (source in ('cart', 'auction', 'offer', 'seller')),
  holder text not null,
  owner text not null,
  attempt_id text,
  price integer check (price >= 0),
  taken_at integer not null,
  expires_at integer,
  waiters integer not null default 0 check (waiters >= 0),
  takes integer not null default 1 check (takes >= 0),
  places integer not null default 0 check (places >= 0),
  check ((state = 'sold') = (expires_at is null)),
  check (state in ('held', 'free') or attempt_id is not null)
) strict, without rowid;
insert into claim_next (product, state, source, holder, owner, attempt_id, price, taken_at, expires_at)
  select product, state, source, holder, owner, attempt_id, price, taken_at, expires_at from claim;
drop table claim;
alter table claim_next rename to claim;
create index claim_lapses on claim (expires_at);

-- Product: who waits for it, the first first; as many rows as its claim counts waiters.
create table queue_place (
  product text not null,
  owner text not null,
  id text not null,
  joined_at integer not null,
  told_at integer,
  primary key (product, owner),
  unique (product, id)
) strict, without rowid;
create index queue_place_owner on queue_place (owner);

-- Product: an exclusive right that was won, and what became of it. One of them is in force at a time.
create table win (
  product text not null,
  id text not null,
  lot_id text,
  owner text not null,
  price integer not null check (price >= 0),
  currency text not null,
  state text not null check (state in ('won', 'offered', 'declined', 'lapsed', 'revoked', 'transferred')),
  pay_by integer not null,
  reminders integer not null check (reminders >= 0),
  shown integer not null check (shown in (0, 1)),
  due_at integer,
  made_at integer not null,
  ended_at integer,
  primary key (product, id),
  check ((state in ('won', 'offered')) = (ended_at is null))
) strict, without rowid;
create unique index win_one_live on win (product) where ended_at is null;
create index win_owner on win (owner, made_at);
create index win_due on win (due_at) where ended_at is null and due_at is not null;
-- What was won before: its cart says in which currency, and while it is paid its line says until when.
insert into win (product, id, lot_id, owner, price, currency, state, pay_by, reminders, shown, due_at, made_at, ended_at)
  select claim.product, claim.holder, null, claim.owner, claim.price, coalesce(min(cart.currency), (select min(currency) from cart), ''), 'won',
    case when claim.state = 'paying' then coalesce(max(cart_line.held_until), claim.expires_at) else claim.expires_at end, 0, case when count(cart.cart_id) > 0 then 1 else 0 end, claim.taken_at, claim.taken_at, null
  from claim left join cart_line on cart_line.line_id = claim.holder left join cart on cart.cart_id = cart_line.cart_id
  where claim.source = 'auction' and claim.state in ('held', 'paying') and claim.price is not null
  group by claim.product, claim.holder, claim.owner, claim.price, claim.state, claim.expires_at, claim.taken_at;
update claim set expires_at = (select pay_by from win where win.product = claim.product)
  where state = 'paying' and exists (select 1 from win where win.product = claim.product and win.pay_by > claim.expires_at);

-- Network address: how many holds were taken from it, until the count begins anew.
create table hold_budget (
  key text primary key,
  taken integer not null check (taken > 0),
  until integer not null
) strict, without rowid;
create index hold_budget_until on hold_budget (until);

-- Customer: parcels under way that are paid when they arrive.
create table cash_customer (
  customer text primary key,
  open integer not null check (open >= 0)
) strict, without rowid;
insert into cash_customer (customer, open)
  select placed_order.customer, count(*) from placed_order
  join payment on payment.cart_id = placed_order.cart_id and payment.order_id = placed_order.id
  where payment.method = 'cod' and payment.state = 'pending' and placed_order.state in ('placed', 'shipped')
  group by placed_order.customer;

-- Owner: what he did not keep to.
create table strike (
  owner text not null,
  id text not null,
  reason text not null,
  reference text,
  made_at integer not null,
  primary key (owner, id)
) strict, without rowid;

-- Lot: one auction of one thing, and its bids. The version counts every change.
create table auction_lot (
  lot_id text primary key,
  product text not null,
  seller text not null,
  currency text not null,
  start_price integer not null check (start_price >= 0),
  reserve_price integer check (reserve_price >= start_price),
  step integer not null check (step > 0),
  soft_close integer not null check (soft_close >= 0),
  duration integer not null check (duration > 0),
  price integer not null check (price >= start_price),
  leader text,
  leader_most integer,
  bids integer not null check (bids >= 0),
  state text not null check (state in ('live', 'closed', 'won', 'unsold')),
  starts_at integer not null,
  ends_at integer not null,
  relists integer not null check (relists >= 0),
  version integer not null check (version > 0),
  made_at integer not null,
  check ((leader is null) = (leader_most is null)),
  check ((leader is null) = (bids = 0)),
  check (leader_most is null or leader_most >= price),
  check (starts_at < ends_at)
) strict, without rowid;
create index auction_lot_ends on auction_lot (state, ends_at);
create index auction_lot_product on auction_lot (product, made_at);
create index auction_lot_seller on auction_lot (seller, ends_at);
create index auction_lot_all on auction_lot (ends_at, lot_id);

create table bid (
  lot_id text not null references auction_lot (lot_id),
  id text not null,
  bidder text not null,
  most integer not null check (most >= 0),
  place integer not null,
  made_at integer not null,
  primary key (lot_id, id),
  unique (lot_id, place)
) strict, without rowid;
create index bid_best on bid (lot_id, most);
create index bid_bidder on bid (bidder, made_at);

-- Cart: how often the provider was asked in vain, and when the reconciler asks it again.
alter table attempt add column tries integer not null default 0;
alter table attempt add column look_at integer not null default 0;
create index attempt_look on attempt (look_at, deadline) where state in ('pending', 'refund_due');

-- Cart: what was paid back of an order, by line and by the way it had been paid.
alter table order_line add column refunded integer not null default 0 check (refunded between 0 and paid);
alter table payment add column refunded integer not null default 0 check (refunded between 0 and amount);
alter table parcel add column tracking text;
alter table parcel add column moved_at integer;
-- The version counts every change of an order: whoever moves it says which one he has seen.
alter table placed_order add column version integer not null default 0;
-- Whether the goods of a line are on sale again.
alter table order_line add column restocked integer not null default 0 check (restocked in (0, 1));
-- A seller's parcels, the newest first.
alter table parcel add column placed_at integer not null default 0;
update parcel set placed_at = (select placed_at from placed_order where placed_order.cart_id = parcel.cart_id and placed_order.id = parcel.order_id);
create index parcel_sales on parcel (seller, placed_at);

create table refund (
  cart_id text not null,
  id text not null,
  order_id text not null,
  method text not null check (method in ('wallet', 'card', 'cod', 'none')),
  amount integer not null check (amount > 0),
  state text not null check (state in ('due', 'done')),
  reason text not null,
  made_by text not null,
  made_at integer not null,
  tries integer not null default 0,
  look_at integer not null default 0,
  primary key (cart_id, id),
  foreign key (cart_id, order_id) references placed_order (cart_id, id)
) strict, without rowid;
create index refund_due on refund (look_at, made_at) where state = 'due' and method = 'card';

create table refund_line (
  cart_id text not null,
  refund_id text not null,
  line_id text not null,
  amount integer not null check (amount > 0),
  primary key (cart_id, refund_id, line_id),
  foreign key (cart_id, refund_id) references refund (cart_id, id)
) strict, without rowid;

-- What the seller of a parcel is owed: kept until the buyer confirms or a time has passed.
create table proceeds (
  cart_id text not null,
  order_id text not null,
  seller text not null,
  owner text not null,
  amount integer not null check (amount >= 0),
  commission integer not null check (commission between 0 and amount),
  refunded integer not null check (refunded between 0 and amount),
  state text not null check (state in ('waiting', 'released', 'returned')),
  due_at integer,
  made_at integer not null,
  primary key (cart_id, order_id, seller),
  foreign key (cart_id, order_id, seller) references parcel (cart_id, order_id, seller)
) strict, without rowid;
create index proceeds_due on proceeds (due_at) where state = 'waiting' and due_at is not null;
create index proceeds_seller on proceeds (seller, made_at);

-- The ledger speaks of sellers as well.
create table transfer_next (
  account text not null references account (id),
  id text not null,
  from_account text not null,
  to_account text not null,
  amount integer not null check (amount > 0),
  currency text not null,
  kind text not null check (kind in ('top_up', 'hold', 'capture', 'release', 'pay', 'refund', 'payout', 'sale', 'commission', 'debt', 'recovery')),
  reference text,
  made_at integer not null,
  place integer not null,
  primary key (account, id),
  check (from_account <> to_account),
  check (account in (from_account, to_account) or 'held:' || account in (from_account, to_account))
) strict, without rowid;
insert into transfer_next (account, id, from_account, to_account, amount, currency, kind, reference, made_at, place)
  select account, id, from_account, to_account, amount, currency, kind, reference, made_at, place from transfer;
drop table transfer;
alter table transfer_next rename to transfer;
create index transfer_newest on transfer (account, made_at, place);
-- What was moved for an order, whoever's accounts it was moved between.
create index transfer_reference on transfer (reference) where reference is not null;

-- Campaign: a limit that many codes share, and what each customer has used of it. A use knows the campaign it counts for.
create table campaign (
  name text primary key check (length(name) between 3 and 32 and name not glob '*[^A-Z0-9_-]*'),
  max_uses integer check (max_uses >= 0),
  max_uses_per_customer integer check (max_uses_per_customer >= 0),
  uses integer not null check (uses >= 0 and (max_uses is null or uses <= max_uses)),
  version integer not null check (version > 0)
) strict, without rowid;

create table campaign_customer (
  campaign text not null references campaign (name),
  customer text not null,
  uses integer not null check (uses >= 0),
  primary key (campaign, customer)
) strict, without rowid;

alter table discount add column campaign text;
alter table redemption add column campaign text;
create index redemption_campaign on redemption (campaign) where campaign is not null;

-- Receipts are forgotten by their age.
create index receipt_age on receipt (made_at);

-- What sellers, staff and the shop itself did to something, with the key of what they did it to; rows are added and never changed.
create table audit (
  key text not null,
  id text not null,
  actor text not null,
  act text not null,
  before text,
  after text,
  reason text,
  made_at integer not null,
  primary key (key, id)
) strict, without rowid;
create index audit_time on audit (made_at, id);
create index audit_actor on audit (actor, made_at, id);
