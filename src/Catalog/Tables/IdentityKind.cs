namespace ActorMigrate.Catalog.Tables;

/// <summary>The kinds of identity columns (<c>attidentity</c>).</summary>
internal enum IdentityKind
{
    None,
    Always,
    ByDefault,
}
