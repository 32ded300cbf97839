-- Parcels that came back, the oldest sale first: a list for the staff, who decide about their money.
create index parcel_returned on parcel (placed_at, order_id, seller) where state = 'returned';
