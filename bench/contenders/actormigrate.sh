. "$BENCH_ROOT/bench/program.sh"
# The proxies that make servers distant are on this machine, where distance would not change the number of slots.
program migrate --source "$SOURCE" --target "$TARGET" --progress plain ${DISTANT:+--copy-slots 8}
