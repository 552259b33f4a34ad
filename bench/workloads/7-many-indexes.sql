-- Keys and many indexes: one wide table with a key, a unique constraint and ten indexes, two more tables that refer to it.
-- At scale 1 it has 1 million rows.
SELECT greatest(10, (1000000 * :scale)::integer) AS rows \gset
CREATE TABLE indexed (
    id bigint NOT NULL, code uuid NOT NULL, name text NOT NULL, kind integer NOT NULL, amount numeric(12, 2) NOT NULL, at timestamptz NOT NULL,
    place point NOT NULL, tags text[] NOT NULL, a integer NOT NULL, b integer NOT NULL
);
INSERT INTO indexed
SELECT g, md5(g::text)::uuid, 'name ' || (hashint4(g) & 65535), hashint4(g) & 15, (hashint4(g + 1) & 16777215) / 100.0,
    timestamptz '2020-01-01 UTC' + g * interval '7 seconds', point(hashint4(g + 2) % 1000, hashint4(g + 3) % 1000),
    ARRAY['tag ' || (g % 50), 'tag ' || (g % 7)], hashint4(g + 4), hashint4(g + 5)
FROM generate_series(1, :rows) g;
ALTER TABLE indexed ADD PRIMARY KEY (id), ADD UNIQUE (code);
CREATE INDEX ON indexed (name);
CREATE INDEX ON indexed (lower(name));
CREATE INDEX ON indexed (kind);
CREATE INDEX ON indexed (amount DESC);
CREATE INDEX ON indexed USING brin (at);
CREATE INDEX ON indexed USING gin (tags);
CREATE INDEX ON indexed USING gist (place);
CREATE INDEX ON indexed (a, b);
CREATE INDEX ON indexed (b) WHERE kind < 4;
CREATE UNIQUE INDEX ON indexed (at, id);
CREATE TABLE first_reference (id bigint PRIMARY KEY REFERENCES indexed, code uuid NOT NULL REFERENCES indexed (code));
INSERT INTO first_reference SELECT id, code FROM indexed WHERE id % 4 = 0;
CREATE INDEX ON first_reference (code);
CREATE TABLE second_reference (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, indexed bigint NOT NULL REFERENCES indexed);
INSERT INTO second_reference (indexed) SELECT 1 + (hashint4(g) & 2147483647) % :rows FROM generate_series(1, :rows / 2) g;
CREATE INDEX ON second_reference (indexed);
\echo objects 3
