namespace ActorMigrate.Catalog.Tests;

public sealed class KitchenSinkTests
{
    [Fact]
    public async Task Extensions_with_objects_of_every_kind_around_them_arrive()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE EXTENSION pg_trgm; CREATE EXTENSION ltree; CREATE EXTENSION intarray; CREATE EXTENSION pgcrypto; CREATE EXTENSION unaccent;
            CREATE EXTENSION cube; CREATE EXTENSION earthdistance; CREATE EXTENSION isn; CREATE EXTENSION seg; CREATE EXTENSION tablefunc;
            CREATE SCHEMA shop;
            CREATE DOMAIN shop.email AS text CHECK (VALUE ~ '@');
            CREATE TYPE shop.address AS (street text, city text);
            CREATE TABLE shop.users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), mail shop.email UNIQUE, home shop.address, path ltree, at point, book isbn, made timestamptz DEFAULT now());
            CREATE TABLE shop.orders (id bigint GENERATED ALWAYS AS IDENTITY, usr uuid REFERENCES shop.users, day date NOT NULL, items int[], PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
            CREATE TABLE shop.orders_old PARTITION OF shop.orders FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
            CREATE TABLE shop.orders_new PARTITION OF shop.orders DEFAULT;
            CREATE INDEX ON shop.users USING gin (mail gin_trgm_ops); CREATE INDEX ON shop.users USING gist (path); CREATE INDEX ON shop.users USING gist (at);
            CREATE INDEX ON shop.orders USING gin (items gin__int_ops);
            CREATE VIEW shop.spending AS SELECT u.id, u.mail, count(o.*) AS orders FROM shop.users u LEFT JOIN shop.orders o ON o.usr = u.id GROUP BY u.id;
            CREATE MATERIALIZED VIEW shop.daily AS SELECT day, count(*) AS n FROM shop.orders GROUP BY day;
            CREATE UNIQUE INDEX ON shop.daily (day);
            CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN NEW.made := now(); RETURN NEW; END $f$;
            CREATE TRIGGER touch BEFORE UPDATE ON shop.users FOR EACH ROW EXECUTE FUNCTION shop.touch();
            CREATE TEXT SEARCH CONFIGURATION shop.plain (COPY = simple);
            ALTER TEXT SEARCH CONFIGURATION shop.plain ALTER MAPPING FOR word WITH unaccent, simple;
            INSERT INTO shop.users (mail, home, path, at, book) SELECT i || '@x', ROW('s', 'c')::shop.address, 'a.b'::ltree, point(i, i), '0-306-40615-2'::isbn FROM generate_series(1, 20) AS i;
            INSERT INTO shop.orders (usr, day, items) SELECT id, '2023-12-20'::date + (random() * 30)::int, '{1,2}' FROM shop.users;
            REFRESH MATERIALIZED VIEW shop.daily;
            """);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
    }
}
