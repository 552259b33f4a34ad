using ActorMigrate.Catalog.Renaming;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Writes an aggregate as GRANT and REVOKE name it: as a function, of whose arguments some are ordered. Pure.</summary>
internal static class AggregateSignature
{
    /// <summary>Returns <c>name(*)</c> as <c>name()</c>, and <c>name(a ORDER BY b)</c> as <c>name(a, b)</c>; <c>name(VARIADIC a ORDER BY
    /// VARIADIC a)</c> has its arguments once.</summary>
    public static string AsFunction(string aggregate)
    {
        var tokens = SqlTokenizer.Tokens(aggregate);
        var open = tokens.First(token => token is { Kind: SqlTokenKind.Other, Value: "(" });
        var order = tokens.Zip(tokens.Skip(1)).FirstOrDefault(
            pair => IsBare(aggregate, pair.First, "ORDER") && IsBare(aggregate, pair.Second, "BY"));
        if (order.First is null)
            return aggregate.EndsWith("(*)", StringComparison.Ordinal) ? aggregate[..^"*)".Length] + ")" : aggregate;
        var direct = aggregate[open.End..order.First.Start].Trim();
        var ordered = aggregate[order.Second.End..^1].Trim();
        var isOnce = tokens.Any(token => token.End <= order.First.Start && IsBare(aggregate, token, "VARIADIC"));
        return $"{aggregate[..open.End]}{(direct.Length == 0 ? ordered : isOnce ? direct : $"{direct}, {ordered}")})";
    }

    private static bool IsBare(string text, SqlToken token, string word) =>
        token is { Kind: SqlTokenKind.Word } && text[token.Start] != '"' && token.Value == word;
}
