-- The number of the existing large objects of $1 (oid[]; NULL: of all), and their bytes. Only opening an object tells its
-- size (262144 is INV_READ); it is closed before the next one is opened.
SELECT count(*), coalesce(sum(sized.size), 0)::bigint
FROM (
    SELECT pg_catalog.lo_lseek64(opened.fd, 0, 2) AS size, pg_catalog.lo_close(opened.fd) AS closed
    FROM (SELECT pg_catalog.lo_open(lo.oid, 262144) AS fd FROM pg_catalog.pg_largeobject_metadata AS lo
          WHERE $1 IS NULL OR lo.oid = ANY ($1) OFFSET 0) AS opened
    OFFSET 0
) AS sized
