. "$BENCH_ROOT/bench/program.sh"
program migrate --source "$SOURCE" --target "$TARGET" --progress plain
