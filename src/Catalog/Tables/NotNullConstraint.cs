namespace ActorMigrate.Catalog.Tables;

/// <summary>A named not-null constraint, which exists from 18 on.</summary>
internal sealed record NotNullConstraint(uint Oid, string Name, bool IsLocal, bool NoInherit, bool IsValid);
