NODES=4
. "$BENCH_ROOT/bench/nodes.sh"
