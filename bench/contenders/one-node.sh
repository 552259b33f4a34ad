NODES=1
. "$BENCH_ROOT/bench/nodes.sh"
