-- Many small tables: a key, two indexes and 30 rows each. At scale 1 there are 500.
SELECT greatest(1, round(500 * :scale))::integer AS objects \gset
CREATE PROCEDURE pg_temp.make(tables integer) LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1..tables LOOP
        EXECUTE format('CREATE TABLE small_%1$s (id integer NOT NULL, name text NOT NULL, at timestamptz NOT NULL)', i);
        EXECUTE format('INSERT INTO small_%1$s SELECT g, md5((g * %1$s)::text), timestamptz ''2020-01-01 UTC'' + g * interval ''1 hour'' FROM generate_series(1, 30) g', i);
        EXECUTE format('ALTER TABLE small_%1$s ADD PRIMARY KEY (id)', i);
        EXECUTE format('CREATE INDEX ON small_%1$s (name)', i);
        EXECUTE format('CREATE INDEX ON small_%1$s (at)', i);
        IF i % 100 = 0 THEN COMMIT; END IF;
    END LOOP;
END $$;
CALL pg_temp.make(:objects);
\echo objects :objects
