# A coordinator that copies nothing, and workers that copy 2 MB a second each. What is measured is the phase of the copies: on a small
# machine, the start of five processes says more about the machine than about how nodes share the work.
for node in $(seq "$NODES"); do
  "$BENCH_DOTNET" "$PROGRAM" worker --wait --source "$SOURCE" --target "$TARGET" --slots 2 --node-max-rate 2MB --node-name "node-$node" &
done
"$BENCH_DOTNET" "$PROGRAM" migrate --slots 0 --source "$SOURCE" --target "$TARGET" --partition-threshold '1000 rows' --max-partitions 128 --report "$WORK/report.json"
wait
tr -d ' \n' <"$WORK/report.json" | sed -n 's/.*"name":"TransferData"[^}]*"seconds":\([0-9.]*\).*/\1/p' >"$WORK/seconds"
