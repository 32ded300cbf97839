-- What the lists of the staff are ordered and filtered by: each list is read along one index, from the place where the page before ended.
create index cart_used on cart (state, used_at, cart_id);
create index cart_made on cart (state, made_at, cart_id);
create index cart_owner on cart (owner, made_at, cart_id);
create index cart_line_product on cart_line (product, cart_id);

create index placed_order_time on placed_order (placed_at, id);
create index placed_order_state on placed_order (state, placed_at, id);
create index placed_order_number on placed_order (number, placed_at);
drop index placed_order_buyer;
create index placed_order_of_buyer on placed_order (buyer, placed_at, id);
drop index parcel_sales;
create index parcel_of_seller on parcel (seller, placed_at, order_id);

drop index claim_lapses;
create index claim_until on claim (expires_at, product);
create index claim_owner on claim (owner, expires_at, product) where expires_at is not null;

create index account_balance on account (balance, id);
drop index transfer_newest;
create index transfer_of on transfer (account, made_at, place, id);
create index transfer_kind on transfer (account, kind, made_at, place, id);
create index transfer_time on transfer (made_at, place, id, account);

-- Discounts as staff look for them: newest, by campaign, by when they begin and end.
create index discount_made on discount (made_at, code);
create index discount_campaign on discount (campaign, code, active, starts_at, ends_at) where campaign is not null;
create index discount_until on discount (coalesce(ends_at, 9000000000000000), code);
create index discount_starts on discount (starts_at, code) where starts_at is not null;
create index discount_off on discount (code) where active = 0;

-- Rights that were won, the newest first; what waits to be given back; what was done, by kind.
create index win_made on win (made_at, id);
create index win_state on win (state, made_at, id);
drop index win_owner;
create index win_of_owner on win (owner, made_at, id);
create index win_lot on win (lot_id, made_at, id) where lot_id is not null;
drop index attempt_open;
create index attempt_of_state on attempt (state, deadline, id);
create index refund_waiting on refund (made_at, id) where state = 'due';
create index audit_act on audit (act, made_at, id);
create index audit_thing on audit (key, made_at, id);
-- Texts by their letters: what begins with a text is a piece of it, whatever language the database sorts in.
create index discount_letters on discount (code text_pattern_ops);

-- Events in the order of time: what is counted is read in it.
create index event_time on event (made_at, key, id);

-- Figure: how often something happened in an hour, and for how much where that has a currency.
create table figure (
  name text not null,
  hour int8 not null,
  currency text not null,
  count int8 not null check (count > 0),
  amount numeric(38, 0) not null check (amount >= 0 and amount <> 'NaN'),
  primary key (name, hour, currency)
);

-- Cursor: up to which event all were counted, and when somebody looked last.
create table figure_cursor (
  name text primary key,
  seen_at int8 not null,
  seen_key text not null,
  seen_id text not null,
  looked_at int8 not null
);
