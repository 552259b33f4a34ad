# A coordinator that copies nothing, and workers that copy 2 MB a second each. The migration is paused until all nodes are members, and the
# seconds are those from there to the end of the copies: on a small machine, the start of five processes says more about the machine than
# about how nodes share the work.
. "$BENCH_ROOT/bench/program.sh"
ledger() { psql -XAtq -d "$TARGET" -c "$1"; }
until_true() { until [ "$(ledger "$1")" = t ]; do kill -0 "$coordinator" || return; sleep 0.1; done; }

program migrate --slots 0 --source "$SOURCE" --target "$TARGET" --partition-threshold '1000 rows' --max-partitions 128 --keep-control &
coordinator=$!
until_true "SELECT to_regclass('actormigrate.migration') IS NOT NULL"
program pause --target "$TARGET"
for node in $(seq "$NODES"); do
  program worker --source "$SOURCE" --target "$TARGET" --slots 2 --node-max-rate 2MB --node-name "node-$node" &
done
until_true "SELECT count(*) = $NODES + 1 FROM actormigrate.node WHERE left_at IS NULL AND member = 'up'"
program continue --target "$TARGET"
wait
ledger "SELECT extract(epoch FROM p.left_at - d.taken_at) FROM actormigrate.phase p, actormigrate.directive d
        WHERE p.name = 'TransferData' AND d.verb = 'continue'" >"$WORK/seconds"
program cleanup --yes --source "$SOURCE" --target "$TARGET"
