-- One narrow table with a key and an index. At scale 1 it has 5 million rows, 290 MB, and twice 107 MB of indexes.
CREATE TABLE narrow (id bigint NOT NULL, account integer NOT NULL, at timestamptz NOT NULL, amount double precision NOT NULL);
INSERT INTO narrow
SELECT g, hashint8(g) & 1048575, timestamptz '2020-01-01 UTC' + g * interval '7 seconds', (hashint8(g + 1) & 16777215) / 100.0
FROM generate_series(1, greatest(1, (5000000 * :scale)::bigint)) g;
ALTER TABLE narrow ADD PRIMARY KEY (id);
CREATE INDEX narrow_by_account ON narrow (account, at);
\echo objects 1
