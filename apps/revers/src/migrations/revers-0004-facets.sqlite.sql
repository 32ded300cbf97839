-- What the catalogue is narrowed by: the kind of thing as shoppers say it, and the family of its colour. Both are in the name of the drawing.
alter table item add column category text not null default '';
alter table item add column colour text not null default '';
update item set category = kind, colour = case
  when drawing like '%-olive' or drawing like '%-forest' then 'green'
  when drawing like '%-brick' or drawing like '%-wine' then 'red'
  when drawing like '%-navy' or drawing like '%-indigo' or drawing like '%-sky' then 'blue'
  when drawing like '%-cream' or drawing like '%-white' then 'white'
  when drawing like '%-camel' or drawing like '%-cocoa' then 'brown'
  when drawing like '%-rose' then 'pink'
  when drawing like '%-mustard' then 'yellow'
  when drawing like '%-lilac' then 'purple'
  when drawing like '%-stone' then 'grey'
  when drawing like '%-ink' then 'black'
  else '' end;

-- One index for each way through the catalogue: by age or by price, as a whole or within what it is narrowed by most.
drop index item_place;
drop index item_seller;
create index item_newest on item (place, product) where listed = 1 and withdrawn = 0;
create index item_price on item (price, product) where listed = 1 and withdrawn = 0;
create index item_category_newest on item (category, place, product) where listed = 1 and withdrawn = 0;
create index item_category_price on item (category, price, product) where listed = 1 and withdrawn = 0;
create index item_brand_newest on item (brand, place, product) where listed = 1 and withdrawn = 0;
create index item_brand_price on item (brand, price, product) where listed = 1 and withdrawn = 0;
create index item_size_newest on item (size, place, product) where listed = 1 and withdrawn = 0;
create index item_size_price on item (size, price, product) where listed = 1 and withdrawn = 0;
create index item_colour_newest on item (colour, place, product) where listed = 1 and withdrawn = 0;
create index item_colour_price on item (colour, price, product) where listed = 1 and withdrawn = 0;
create index item_auctioned on item (place, product) where listed = 1 and withdrawn = 0 and auction_only = 1;
create index item_seller on item (seller_id, place, product);

-- Where each word of a search text stands, so that a rare word is found without reading all things.
create table item_word (
  word text not null,
  product text not null,
  primary key (word, product)
) strict, without rowid;
insert into item_word (word, product)
  select distinct words.value, item.product from item, json_each('["' || replace(item.search, ' ', '","') || '"]') as words where words.value <> '';
