-- The existing large objects of $1 (oid[]): the oid of each, so many digits long that text sorts as the number does, and its size
-- with the MD5 of its bytes' own, taken a megabyte at a time, because a value holds 1 GB at most. Only opening an object tells its size
-- (262144 is INV_READ).
SELECT pg_catalog.lpad(sized.oid::pg_catalog.text, 10, '0') COLLATE pg_catalog."C" AS key,
       pg_catalog.concat(sized.size, ' bytes, ', pg_catalog.md5((
           SELECT coalesce(pg_catalog.string_agg(pg_catalog.md5(pg_catalog.lo_get(sized.oid, piece.start, 1048576)), ''
                                                 ORDER BY piece.start), '')
             FROM pg_catalog.generate_series(0::pg_catalog.int8, sized.size - 1, 1048576::pg_catalog.int8) AS piece (start)))),
       1::pg_catalog.int8,
       sized.oid::pg_catalog.text
FROM (
    SELECT opened.oid, pg_catalog.lo_lseek64(opened.fd, 0, 2) AS size, pg_catalog.lo_close(opened.fd) AS closed
    FROM (SELECT lo.oid, pg_catalog.lo_open(lo.oid, 262144) AS fd
            FROM pg_catalog.pg_largeobject_metadata AS lo WHERE lo.oid = ANY ($1::pg_catalog.oid[]) OFFSET 0) AS opened
    OFFSET 0
) AS sized
ORDER BY 1
