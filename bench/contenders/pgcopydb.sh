"${PGCOPYDB:-pgcopydb}" clone --dir "$WORK/pgcopydb" --source "$SOURCE" --target "$TARGET" --table-jobs "$JOBS" --index-jobs "$JOBS" --no-role-passwords
