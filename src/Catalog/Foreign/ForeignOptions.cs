using System.Globalization;
using System.Text.RegularExpressions;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Foreign;

/// <summary>Writes the OPTIONS of foreign data wrappers, servers, tables and columns.</summary>
internal static partial class ForeignOptions
{
    /// <summary>Returns <c> OPTIONS ("name" 'value', …)</c>, or nothing.</summary>
    public static string Clause(string[] options) => options.Length == 0
        ? ""
        : $" OPTIONS ({string.Join(", ", options.Select(Written))})";

    private static string Written(string option) =>
        $"{Identifier.Quote(StorageOptions.NameOf(option))} {Literal.Quote(option[(StorageOptions.NameOf(option).Length + 1)..])}";

    /// <summary>Returns <paramref name="create"/> with the options of <paramref name="oid"/> in <paramref name="catalog"/>: as a
    /// statement, or, where one of them is named like a secret, as one that is put together just before it runs.</summary>
    public static (string[] Statements, SecretStatement? Secret) Create(
        string create, string[] options, string catalog, string column, uint oid) =>
        options.Any(option => SecretName().IsMatch(StorageOptions.NameOf(option)))
            ? ([], new SecretStatement(create, Query(
                $"SELECT {column} AS options FROM pg_catalog.{catalog} WHERE oid = {oid.ToString(CultureInfo.InvariantCulture)}"), ""))
            : ([create + Clause(options)], null);

    /// <summary>Returns the query of an OPTIONS clause, by a query of one row with the column <c>options</c>.</summary>
    public static string Query(string row) =>
        $"""
        SELECT ' OPTIONS (' || pg_catalog.string_agg(pg_catalog.quote_ident(option.option_name)
            || ' ' || pg_catalog.quote_literal(option.option_value), ', ') || ')'
          FROM ({row}) AS held
         CROSS JOIN LATERAL pg_catalog.pg_options_to_table(held.options) AS option
        """;

    [GeneratedRegex(
        "pass(word|wd|phrase)|secret|token|credential|(api|access|private)_?key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
