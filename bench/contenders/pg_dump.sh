# The archive goes through a pipe: nothing is written twice, and nothing runs in parallel but the two programs.
pg_dump -Fc -Z0 -d "$SOURCE" | pg_restore -d "$TARGET"
