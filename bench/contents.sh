# Prints what a database holds; a dump names the versions that wrote it and, in newer releases, a word of chance.
pg_dump --schema-only -d "$DATABASE" | grep -v -e '^-- Dumped ' -e '^\\restrict ' -e '^\\unrestrict '
psql -X -q -d "$DATABASE" -f "$BENCH_ROOT/bench/contents.sql"
