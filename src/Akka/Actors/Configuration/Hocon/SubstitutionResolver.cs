namespace Akka.Configuration.Hocon;

/// <summary>Links every substitution to the value it refers to, in the whole text first and then in the environment;
/// afterwards drops what optional ones left empty and refuses values that cannot be joined.</summary>
internal sealed class SubstitutionResolver(HoconValue root, HoconReader reader, Func<string, string?> environment)
{
    private readonly HashSet<HoconSubstitution> _open = [];
    private readonly HashSet<HoconSubstitution> _done = [];

    public void Resolve(IReadOnlyList<HoconSubstitution> substitutions)
    {
        foreach (var substitution in substitutions)
            Resolve(substitution);
        foreach (var item in root.Values.OfType<HoconObject>())
            Settle(item);
    }

    private void Resolve(HoconSubstitution substitution)
    {
        if (_done.Contains(substitution))
            return;
        if (!_open.Add(substitution))
            throw new FormatException($"{reader.At(substitution.Offset)}${{{substitution.Path}}} refers to itself in a circle");
        substitution.ResolvedValue = Find(substitution);
        if (substitution.ResolvedValue is { } found)
            ResolveWithin(found);
        else if (!substitution.IsOptional)
            throw new FormatException($"{reader.At(substitution.Offset)}Unresolved substitution: {substitution.Path} is neither a key of this text nor an environment variable");
        _open.Remove(substitution);
        _done.Add(substitution);
    }

    private HoconValue? Find(HoconSubstitution substitution)
    {
        var found = substitution.IsSelfReference ? substitution.Earlier : Walk(substitution.Path);
        return found ?? FromEnvironment(substitution.Path);
    }

    private HoconValue? Walk(string path)
    {
        HoconValue? current = root;
        foreach (var part in HoconPath.Split(path))
        {
            ResolvePieces(current);
            current = current.GetChildObject(part);
            if (current is null)
                return null;
        }

        return current;
    }

    private HoconValue? FromEnvironment(string name)
    {
        if (environment(name) is not { } text)
            return null;
        var value = new HoconValue();
        value.AppendValue(new HoconLiteral { Value = text });
        return value;
    }

    /// <summary>Resolves the pieces of one value, not what is nested in them: enough to look up its keys.</summary>
    private void ResolvePieces(HoconValue value)
    {
        foreach (var substitution in value.Values.OfType<HoconSubstitution>())
            Resolve(substitution);
        if (value.Earlier is { } earlier)
            ResolvePieces(earlier);
    }

    private void ResolveWithin(HoconValue value)
    {
        foreach (var piece in value.Values)
        {
            if (piece is HoconSubstitution substitution)
                Resolve(substitution);
            foreach (var nested in Nested(piece))
                ResolveWithin(nested);
        }

        if (value.Earlier is { } earlier)
            ResolveWithin(earlier);
    }

    private static IEnumerable<HoconValue> Nested(IHoconElement piece) => piece switch
    {
        HoconObject fields => fields.Items.Values,
        HoconArray items => items,
        _ => [],
    };

    private void Settle(HoconObject owner)
    {
        foreach (var (key, value) in owner.Items.ToList())
        {
            if (Settled(value) is { } settled)
                owner.Items[key] = settled;
            else
                owner.Items.Remove(key);
        }
    }

    /// <summary>The value without what optional substitutions left empty: itself, what the key held before, or null.</summary>
    private HoconValue? Settled(HoconValue value)
    {
        if (value.Values.TrueForAll(piece => piece is HoconSubstitution { ResolvedValue: null }))
            return value.Earlier is { } earlier ? Settled(earlier) : null;
        CheckJoin(value);
        foreach (var piece in value.Values)
        {
            if (piece is HoconObject fields)
                Settle(fields);
            if (piece is HoconArray items)
                items.RemoveAll(item => Settled(item) is null);
        }

        return value;
    }

    private void CheckJoin(HoconValue value)
    {
        var kinds = value.Values
            .Where(piece => piece is not HoconLiteral { IsSpace: true } and not HoconSubstitution { ResolvedValue: null })
            .Select(KindOf).Distinct().ToList();
        if (kinds.Count > 1)
            throw new ConfigurationException($"{reader.At(value.Offset)}cannot join {string.Join(" and ", kinds)} into one value");
    }

    private static string KindOf(IHoconElement piece) => piece.IsString() ? "a text" : piece.IsArray() ? "a list" : "an object";
}
