namespace ActorMigrate.Control.Status;

/// <summary>One in-scope table while it is migrated. Its state is waiting, copying, finishing, done or failed; rows and bytes are
/// committed ones.</summary>
/// <param name="Relation">The table's number in the ledger.</param>
/// <param name="Schema">The schema in the source.</param>
/// <param name="Name">The name in the source.</param>
/// <param name="Target">The name in the target with its schema, or null where both are the source's.</param>
/// <param name="State">The state that it has reached.</param>
/// <param name="EstimatedRows">The rows that it was estimated to have.</param>
/// <param name="EstimatedBytes">The bytes that it was estimated to have.</param>
/// <param name="Rows">The rows that are committed.</param>
/// <param name="Bytes">The bytes that are committed.</param>
/// <param name="Copies">The tasks that copy it.</param>
/// <param name="Copied">The number of those that are done.</param>
/// <param name="Retries">The attempts beyond the first of each of its tasks.</param>
public sealed record TableDetail(
    int Relation, string Schema, string Name, string? Target, string State, long EstimatedRows, long EstimatedBytes, long Rows,
    long Bytes, long Copies, long Copied, long Retries);
