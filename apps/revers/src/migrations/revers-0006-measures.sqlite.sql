-- What a seller says of a garment beyond its size: its measures in centimetres, as chest=45 length=106.5, and the signs of wear, one on each line.
alter table item add column measures text not null default '' check (length(measures) <= 300);
alter table item add column wear_ro text check (length(wear_ro) between 1 and 500);
alter table item add column wear_en text check (length(wear_en) between 1 and 500);

-- What the pages of the demonstration's garments said so far, and knew from their drawings.
update item set measures = 'chest=45 waist=38 length=108' where product in ('garment:1', 'garment:4', 'garment:7');
update item set measures = 'chest=43 waist=36 length=106.5' where product in ('garment:2', 'garment:3', 'garment:6', 'garment:62');
update item set measures = 'chest=47 waist=40 length=125.5' where product = 'garment:5';
update item set measures = 'chest=45 waist=38 length=124' where product = 'garment:8';
update item set measures = 'chest=47 waist=40 length=109.5' where product = 'garment:9';
update item set measures = 'shoulders=40.5 chest=47.5 sleeve=62 length=102.5' where product in ('garment:10', 'garment:16');
update item set measures = 'shoulders=42 chest=50 sleeve=63 length=104' where product in ('garment:11', 'garment:14', 'garment:15', 'garment:61');
update item set measures = 'shoulders=43.5 chest=52.5 sleeve=64 length=105.5' where product in ('garment:12', 'garment:13');
update item set measures = 'shoulders=45 chest=55 sleeve=65 length=107' where product = 'garment:17';
update item set measures = 'shoulders=43.5 chest=52.5 sleeve=61 length=65.5' where product = 'garment:18';
update item set measures = 'shoulders=42 chest=50 sleeve=60 length=64' where product in ('garment:19', 'garment:21', 'garment:65');
update item set measures = 'shoulders=40.5 chest=47.5 sleeve=59 length=64.5' where product = 'garment:20';
update item set measures = 'shoulders=45 chest=55 sleeve=62 length=67' where product = 'garment:22';
update item set measures = 'shoulders=42 chest=50 sleeve=61 length=65' where product = 'garment:23';
update item set measures = 'shoulders=43.5 chest=52.5 sleeve=62 length=66.5' where product = 'garment:24';
update item set measures = 'shoulders=43.5 chest=52.5 sleeve=63 length=75.5' where product in ('garment:25', 'garment:28', 'garment:64');
update item set measures = 'shoulders=42 chest=50 sleeve=62 length=74' where product in ('garment:26', 'garment:27');
update item set measures = 'shoulders=40.5 chest=47.5 sleeve=61 length=72.5' where product = 'garment:29';
update item set measures = 'shoulders=45 chest=55 sleeve=64 length=77' where product = 'garment:30';
update item set measures = 'shoulders=42 chest=50 sleeve=62 length=72' where product in ('garment:31', 'garment:33', 'garment:35');
update item set measures = 'shoulders=43.5 chest=52.5 sleeve=63 length=73.5' where product = 'garment:32';
update item set measures = 'shoulders=40.5 chest=47.5 sleeve=56 length=64.5' where product in ('garment:34', 'garment:36');
update item set measures = 'shoulders=45 chest=55 sleeve=64 length=75' where product = 'garment:37';
update item set measures = 'waist=38 hips=50 inseam=76 length=101.5' where product = 'garment:38';
update item set measures = 'waist=40 hips=52 inseam=76.5 length=102.5' where product = 'garment:39';
update item set measures = 'waist=39 hips=51 inseam=76 length=102' where product = 'garment:40';
update item set measures = 'waist=41 hips=53 inseam=76.5 length=103' where product in ('garment:41', 'garment:42');
update item set measures = 'waist=37 hips=49 inseam=75.5 length=101' where product = 'garment:43';
update item set measures = 'waist=36 hips=56 length=74' where product in ('garment:44', 'garment:45', 'garment:66');
update item set measures = 'waist=34 hips=46 length=65' where product = 'garment:46';
update item set measures = 'waist=34 hips=54 length=73' where product in ('garment:47', 'garment:48');
update item set measures = 'waist=38 hips=50 length=67' where product = 'garment:49';
update item set measures = 'shoulders=40.5 chest=47.5 sleeve=19 length=64.5' where product = 'garment:50';
update item set measures = 'shoulders=42 chest=50 sleeve=20 length=66' where product in ('garment:51', 'garment:52');
update item set measures = 'shoulders=43.5 chest=52.5 sleeve=22 length=69.5' where product = 'garment:53';
update item set measures = 'shoulders=39 chest=45 sleeve=18 length=63' where product = 'garment:54';
update item set measures = 'width=31 height=24 depth=11 handle=26' where product in ('garment:55', 'garment:56', 'garment:57', 'garment:58', 'garment:59', 'garment:60', 'garment:63');
update item set wear_ro = 'Culoarea puțin ștearsă la cusături', wear_en = 'The colour a little faded along the seams'
  where product in ('garment:4', 'garment:29', 'garment:37', 'garment:52');
update item set wear_ro = 'Tivul reparat pe o porțiune mică, în interior', wear_en = 'A short stretch of the hem mended on the inside'
  where product in ('garment:6', 'garment:9', 'garment:14', 'garment:39', 'garment:42', 'garment:45', 'garment:48', 'garment:54');
update item set wear_ro = 'Un nasture înlocuit cu unul asemănător', wear_en = 'One button replaced by a similar one'
  where product in ('garment:10', 'garment:33', 'garment:64');
update item set wear_ro = 'Căptușeala lustruită de purtare', wear_en = 'The lining is shiny from wear'
  where product in ('garment:15', 'garment:27');
update item set wear_ro = 'Un fir tras, vizibil numai de aproape', wear_en = 'One pulled thread, visible only up close'
  where product in ('garment:20', 'garment:32', 'garment:38', 'garment:50', 'garment:65');
update item set wear_ro = 'Ușoare scame la subraț', wear_en = 'Slight pilling under the arms'
  where product = 'garment:24';
update item set wear_ro = 'Colțurile puțin tocite', wear_en = 'The corners slightly worn'
  where product = 'garment:57';
update item set wear_ro = 'Zgârieturi fine pe cataramă', wear_en = 'Fine scratches on the buckle'
  where product = 'garment:59';
