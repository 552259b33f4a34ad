# A coordinator that copies nothing, and workers that copy 2 MB a second each.
for node in $(seq "$NODES"); do
  "$BENCH_DOTNET" "$PROGRAM" worker --wait --source "$SOURCE" --target "$TARGET" --slots 2 --node-max-rate 2MB --node-name "node-$node" &
done
"$BENCH_DOTNET" "$PROGRAM" migrate --slots 0 --source "$SOURCE" --target "$TARGET" --partition-threshold '1000 rows' --max-partitions 128
wait
