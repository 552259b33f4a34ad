namespace ActorMigrate.Catalog.Copying;

/// <summary>Decides whether a key can be split into ranges. Queries find operators by name in <c>pg_catalog</c> alone: <c>citext</c>
/// would be compared as text, which is not the order of its index. Operators of users would run as the role that migrates.</summary>
internal static class KeyOrder
{
    /// <summary>Tells whether values of <paramref name="type"/>, and all that they are made of, are compared and sorted by the server's
    /// own operators.</summary>
    public static bool IsBuiltIn(uint type, IReadOnlyDictionary<uint, ColumnType> types) =>
        types.TryGetValue(type, out var found) && found switch
        {
            { Kind: 'e' } => true,
            { Kind: 'd' } => IsBuiltIn(found.BaseType, types),
            { Element: not 0 } => IsBuiltIn(found.Element, types),
            _ => found.IsBuiltIn && found.Kind != 'c',
        };
}
