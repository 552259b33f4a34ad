-- The large objects in $1 (oid[]) in pieces of $2 bytes, in order; an empty one is one empty piece. Only opening an object
-- tells its size (262144 is INV_READ). It is closed at once: this session's transaction, and so its descriptors, last long.
SELECT sized.oid, piece.at, pg_catalog.lo_get(sized.oid, piece.at, $2::integer)
FROM (
    SELECT opened.oid, pg_catalog.lo_lseek64(opened.fd, 0, 2) AS size, pg_catalog.lo_close(opened.fd) AS closed
    FROM (SELECT lo.oid, pg_catalog.lo_open(lo.oid, 262144) AS fd FROM pg_catalog.unnest($1) AS lo (oid) OFFSET 0) AS opened
    OFFSET 0
) AS sized
CROSS JOIN LATERAL pg_catalog.generate_series(0, greatest(sized.size - 1, 0), $2::bigint) AS piece (at)
