namespace ActorMigrate.Catalog.Tables;

/// <summary>The ways of generating a column (<c>attgenerated</c>).</summary>
internal enum Generation
{
    None,
    Stored,
    Virtual,
}
