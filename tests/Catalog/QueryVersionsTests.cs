using System.Text.RegularExpressions;
using ActorMigrate.TestServers;

namespace ActorMigrate.Catalog.Tests;

/// <summary>Servers of 13 and 14 are not there to be tested on, so what their catalogs lack is
/// looked for in the queries themselves.</summary>
public sealed partial class QueryVersionsTests
{
    private const int Oldest = 13;

    /// <summary>Columns, catalogs and functions that came after the oldest version, with the first that has them.</summary>
    private static readonly Dictionary<string, int> FirstVersions = new()
    {
        ["attcompression"] = 14, ["typsubscript"] = 14, ["prosqlbody"] = 14, ["rngmultitypid"] = 14, ["stxexprs"] = 14, ["stxdexpr"] = 14,
        ["inhdetachpending"] = 14, ["subbinary"] = 14, ["substream"] = 14, ["waitstart"] = 14, ["query_id"] = 14, ["two_phase"] = 14,
        ["pg_get_catalog_foreign_keys"] = 14, ["pg_get_function_sqlbody"] = 14, ["pg_get_statisticsobjdef_columns"] = 14,
        ["pg_get_statisticsobjdef_expressions"] = 14, ["pg_stat_progress_copy"] = 14, ["string_to_table"] = 14, ["date_bin"] = 14,
        ["bit_count"] = 14,
        ["colliculocale"] = 15, ["datlocprovider"] = 15, ["daticulocale"] = 15, ["datcollversion"] = 15, ["indnullsnotdistinct"] = 15,
        ["prqual"] = 15, ["prattrs"] = 15, ["pg_publication_namespace"] = 15, ["confdelsetcols"] = 15, ["pg_parameter_acl"] = 15,
        ["parname"] = 15,
        ["paracl"] = 15, ["has_parameter_privilege"] = 15, ["subtwophasestate"] = 15, ["subdisableonerr"] = 15, ["subskiplsn"] = 15,
        ["stxdinherit"] = 15,
        ["regexp_count"] = 15, ["regexp_instr"] = 15, ["regexp_like"] = 15, ["regexp_substr"] = 15,
        ["inherit_option"] = 16, ["set_option"] = 16, ["collicurules"] = 16, ["daticurules"] = 16, ["suborigin"] = 16,
        ["subpasswordrequired"] = 16,
        ["subrunasowner"] = 16, ["any_value"] = 16, ["pg_input_is_valid"] = 16, ["pg_stat_io"] = 16,
        ["colllocale"] = 17, ["datlocale"] = 17, ["dathasloginevt"] = 17, ["subfailover"] = 17, ["inactive_since"] = 17,
        ["to_regtypemod"] = 17, ["pg_wait_events"] = 17,
        ["pubgencols"] = 18, ["conenforced"] = 18, ["conperiod"] = 18, ["relallfrozen"] = 18, ["pg_get_acl"] = 18, ["casefold"] = 18,
        ["has_largeobject_privilege"] = 18, ["pg_aios"] = 18,
    };

    /// <summary>Names that a later version took away again, with the first that lacks them.</summary>
    private static readonly Dictionary<string, int> GoneIn = new()
    {
        ["datlastsysoid"] = 15, ["colliculocale"] = 17, ["daticulocale"] = 17,
    };

    /// <summary>Queries that are asked of newer servers alone, or in another form of older ones.</summary>
    private static readonly Dictionary<string, int> AskedSince = new() { ["parameter_privileges.sql"] = 15, ["status-running.sql"] = 14 };

    public static TheoryData<string> Queries => new(Directory
        .GetFiles(Path.Combine(Checkout.Folder, "src"), "*.sql", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Checkout.Folder, file)));

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_query_names_nothing_that_some_version_lacks_but_where_another_row_stands_in(string query)
    {
        var since = AskedSince.GetValueOrDefault(Path.GetFileName(query), Oldest);
        var sql = CommentOrLiteral().Replace(Checkout.Read(query), "");
        foreach (var name in FirstVersions.Where(first => first.Value > since).Select(first => first.Key).Concat(GoneIn.Keys).Distinct())
        {
            if (!Regex.IsMatch(sql, $@"\b{name}\b"))
                continue;
            // Where the row "present" lacks the column, its name means the one of the row beside it.
            var guarded = Regex.Replace(sql, $@"\(SELECT {name}(::pg_catalog\.\w+)? FROM \(SELECT \w+\.\*\) AS present\)", "");
            Assert.NotEqual(sql, guarded);
            Assert.Matches($@" AS {name}\b[^()]*\) AS (older|absent)\b", guarded);
            Assert.DoesNotMatch($@"\b{name}\b", Regex.Replace(guarded, $@" AS {name}\b", ""));
        }
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    public async Task Names_that_count_as_new_are_new_in_each_version_that_can_be_asked(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        var names = (await database.ScalarAsync<string[]>("""
            SELECT array_agg(DISTINCT name::text)
              FROM (SELECT attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'pg_catalog'::regnamespace AND NOT attisdropped
                    UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace
                    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace) AS named (name)
            """))!.ToHashSet();
        Assert.All(FirstVersions, first => Assert.True(
            names.Contains(first.Key) == (first.Value <= major && major < GoneIn.GetValueOrDefault(first.Key, int.MaxValue)),
            $"{first.Key} is said to be there from {first.Value} on, and {(names.Contains(first.Key) ? "is" : "is not")} in {major}"));
    }

    [GeneratedRegex(@"--[^\n]*|'(?:[^']|'')*'")]
    private static partial Regex CommentOrLiteral();
}
