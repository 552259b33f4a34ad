namespace ActorMigrate.Catalog.Copying;

/// <summary>Decides whether values of a type mean the same in another cluster when they travel in binary.</summary>
internal static class CopyFormat
{
    // Their binary form is an oid of the source's catalogs, which names something else in the target.
    private static readonly HashSet<string> NamesByOid =
    [
        "regclass", "regcollation", "regconfig", "regdatabase", "regdictionary", "regnamespace", "regoper",
        "regoperator", "regproc", "regprocedure", "regrole", "regtype",
    ];

    // Their receive functions refuse an empty value, which their send functions write.
    private static readonly HashSet<string> EmptyRefused = ["int2vector", "oidvector", "tsquery"];

    /// <summary>Returns null when <paramref name="type"/> is safe in binary, else why it is not.</summary>
    public static string? WhyText(uint type, IReadOnlyDictionary<uint, ColumnType> types)
    {
        if (!types.TryGetValue(type, out var found))
            return "its type is not in the catalogs that were read";
        if (found.IsFromExtension)
            return $"{found.Name} belongs to an extension, whose binary form may differ between versions";
        return found switch
        {
            { IsBuiltIn: true } when EmptyRefused.Contains(found.CatalogName.Name) => $"{found.Name} in binary cannot be empty",
            { Kind: 'e' } => null,
            { Kind: 'd' } => WhyText(found.BaseType, types),
            { Kind: 'c' } => $"{found.Name} is a composite type, whose binary form carries oids of the source",
            { Element: not 0 } => WhyArrayIsText(found, types),
            { Kind: 'r', RangeSubtype: not 0 } => WhyText(found.RangeSubtype, types),
            { IsBuiltIn: false } => $"{found.Name} is not a built-in type",
            _ => WhyBuiltInIsText(found),
        };
    }

    private static string? WhyArrayIsText(ColumnType array, IReadOnlyDictionary<uint, ColumnType> types) =>
        types.TryGetValue(array.Element, out var element) && !element.IsBuiltIn
            ? $"{array.Name} is an array of a type that users made, whose binary form carries oids of the source"
            : WhyText(array.Element, types);

    private static string? WhyBuiltInIsText(ColumnType type)
    {
        if (!type.HasBinaryForm)
            return $"{type.Name} has no binary form";
        if (NamesByOid.Contains(type.CatalogName.Name))
            return $"{type.Name} is an oid of the source in binary";
        if (type.CatalogName.Name == "xml")
            return "xml in binary declares the encoding of the connection";
        return null;
    }
}
