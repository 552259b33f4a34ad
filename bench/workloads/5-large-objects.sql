-- Large objects, most of 2 kB, some of 200 kB. At scale 1 there are 20,000 with 80 MB.
SELECT greatest(1, round(20000 * :scale))::integer AS objects \gset
SELECT count(lo_from_bytea(0, decode(repeat(md5(g::text), CASE WHEN g % 100 = 0 THEN 12500 ELSE 125 END), 'hex')))
FROM generate_series(1, :objects) g \g /dev/null
\echo objects :objects
