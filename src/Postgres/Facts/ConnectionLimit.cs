using System.Globalization;

namespace ActorMigrate.Postgres.Facts;

/// <summary>A CONNECTION LIMIT that leaves a role fewer connections than the server does.</summary>
/// <param name="Connections">The limit.</param>
/// <param name="Object">The object whose limit it is, as it stands after ALTER, such as <c>ROLE bob</c>.</param>
public sealed record ConnectionLimit(int Connections, string Object)
{
    /// <summary>The limit in words, to follow a number of connections and "of".</summary>
    public string Words => string.Create(
        CultureInfo.InvariantCulture,
        $"the {Connections} that the CONNECTION LIMIT of {(Object.StartsWith("ROLE", StringComparison.Ordinal) ? "role" : "database")} "
            + $"{Object[(Object.IndexOf(' ', StringComparison.Ordinal) + 1)..]} allows");

    /// <summary>Returns the statement that makes room for so many more connections.</summary>
    public string Raised(int more) =>
        string.Create(CultureInfo.InvariantCulture, $"ALTER {Object} CONNECTION LIMIT {Connections + more};");
}
