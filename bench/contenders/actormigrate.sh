"$BENCH_DOTNET" "$PROGRAM" migrate --source "$SOURCE" --target "$TARGET" --progress plain
