-- Long values: texts that TOAST compresses, texts and bytea that it cannot compress, and short ones between them. At scale 1 there are
-- 60,000 rows with 500 MB of values.
CREATE TABLE documents (id integer NOT NULL, title text NOT NULL, body text, attachment bytea);
ALTER TABLE documents ALTER COLUMN attachment SET STORAGE EXTERNAL;
CREATE FUNCTION pg_temp.noise(seed bigint, blocks integer) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT string_agg(md5((seed * 1000003 + block)::text), '') FROM generate_series(1, blocks) block $$;
INSERT INTO documents
SELECT g, 'document ' || g,
    CASE g % 4 WHEN 0 THEN 'short' WHEN 1 THEN repeat(pg_temp.noise(g, 4), 40) ELSE pg_temp.noise(g, 150) END,
    CASE WHEN g % 3 = 0 THEN decode(pg_temp.noise(-g, 1000), 'hex') WHEN g % 300 = 1 THEN decode(repeat(pg_temp.noise(-g, 1000), 10), 'hex') END
FROM generate_series(1, greatest(3, (60000 * :scale)::integer)) g;
ALTER TABLE documents ADD PRIMARY KEY (id);
\echo objects 1
