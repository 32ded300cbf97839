-- Auctions are the library's now: what revers kept of them moves over, with the rights that had been won. Of bids it kept none: what was won began at its price.
insert into auction_lot (lot_id, product, seller, currency, start_price, reserve_price, step, soft_close, duration, price, leader, leader_most, bids, state,
    starts_at, ends_at, relists, version, made_at)
  select id, product, seller_id, currency, case when winner is null then start_price else price end,
    case when winner is null and reserve >= start_price then reserve end, 500, 120000, 604800000,
    case when winner is null then start_price else price end, winner, case when winner is null then null else price end,
    case when winner is null then 0 else 1 end,
    case when winner is null then 'live' when exists (select 1 from claim where claim.product = lot.product and claim.owner = 'user:' || lot.winner
      and claim.source = 'auction') then 'won' else 'unsold' end,
    ends_at - 604800000, ends_at, 0, case when winner is null then 1 else 3 end, ends_at - 604800000
  from lot;

insert into bid (lot_id, id, bidder, most, place, made_at)
  select id, id || '-won', winner, price, 2, ends_at - 1 from lot where winner is not null;

-- What is being auctioned is nobody's until the auction is closed.
insert into claim (product, state, source, holder, owner, attempt_id, price, taken_at, expires_at)
  select product, 'held', 'auction', 'lot:' || id, 'lot:' || id, null, null, ends_at - 604800000, 8640000000000000 from lot where winner is null
  on conflict (product) do nothing;

insert into win (product, id, lot_id, owner, price, currency, state, pay_by, reminders, shown, due_at, made_at, ended_at)
  select lot.product, coalesce(claim.holder, lot.id), lot.id, 'user:' || lot.winner, lot.price, lot.currency,
    case when claim.holder is null then 'lapsed' else 'won' end, lot.pay_by, 2, 1, case when claim.holder is null then null else lot.pay_by end,
    lot.ends_at, case when claim.holder is null then lot.pay_by end
  from lot left join claim on claim.product = lot.product and claim.owner = 'user:' || lot.winner and claim.source = 'auction'
  where lot.winner is not null
  on conflict (product, id) do update set lot_id = excluded.lot_id, price = excluded.price, currency = excluded.currency, pay_by = excluded.pay_by,
    reminders = excluded.reminders, due_at = excluded.due_at, made_at = excluded.made_at;

drop table lot;
