# Through files, one worker a processor.
pg_dump -Fd -Z0 -j "$JOBS" -f "$WORK/dump" -d "$SOURCE"
pg_restore -j "$JOBS" -d "$TARGET" "$WORK/dump"
