-- One table that is split into partitions, copied by one node and by four, each of which may copy so many bytes a second: what is compared is
-- how well nodes share the work, not what one machine's disks can do. The seconds are those of the copies, from when all nodes are there. At
-- scale 1 it has 240 MB, two minutes for one node; where it is much smaller, the last partition of each node weighs too much.
-- Contenders: one-node, four-nodes
CREATE TABLE shared (id bigint NOT NULL, filler text NOT NULL);
INSERT INTO shared SELECT g, repeat(md5(g::text), 31) FROM generate_series(1, greatest(1, (240000 * :scale)::bigint)) g;
\echo objects 1
