using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>Migrates databases of kinds and compares everything that both servers know of them.</summary>
internal static class KindRun
{
    /// <summary>Asserts that a kind arrives, and that docs/objects.md says how.</summary>
    public static async Task AssertArrivesAsItSaysAsync(int sourceMajor, int targetMajor, string kind) =>
        ObjectsPage.AssertSays(kind, (sourceMajor, targetMajor), await AssertArrivesAsync(sourceMajor, targetMajor, kind));

    /// <summary>Asserts that the kinds arrive from one version in another: the run says so, the catalogs say the same, every row
    /// is there, and pg_dump, where it reads both, writes the same. Returns what differs knowingly.</summary>
    public static async Task<IReadOnlyList<KnownDifference>> AssertArrivesAsync(
        int sourceMajor, int targetMajor, params IEnumerable<string> kinds)
    {
        await using var source = await TestDatabase.CreateAsync(sourceMajor);
        await using var target = await TestDatabase.CreateAsync(targetMajor, new TestDatabaseOptions { Side = TestSide.Target });
        await Kind.MakeRolesAsync(target);
        await Kind.MakeAsync(source, kinds);
        await using var ending = new Subscriptions(source, target);
        var summary = await Migrating.RunAsync(source, target);
        var known = await AssertSameAsync(
            source, target, Pair.Told(summary with { Findings = [.. summary.Findings.Where(finding => !IsInDocs(finding))] }));
        Assert.Equal(Outcome.Succeeded, summary.Outcome);
        return known;
    }

    // What docs/objects.md says of inherited columns and of subscriptions is told by the run, too, and what docs/security.md says of
    // functions that COPY calls.
    private static bool IsInDocs(Finding finding) =>
        finding.Message.StartsWith("Inherited columns come before its own", StringComparison.Ordinal)
        || finding.Message.StartsWith("It is created disabled and without a slot", StringComparison.Ordinal)
        || finding.Message.StartsWith("Copying its rows runs functions of", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<KnownDifference>> AssertSameAsync(TestDatabase source, TestDatabase target, string complaints)
    {
        var (unknown, known) = CatalogDifferences.Of(await CatalogContents.ReadAsync(source), await CatalogContents.ReadAsync(target));
        var told = string.Join("\n", unknown.Select(difference => difference.ToString()).Prepend(complaints)).Trim();
        Assert.True(told.Length == 0, told);
        Assert.Equal(await Contents.OfAsync(source), await Contents.OfAsync(target));
        if (source.Server.MajorVersion == TestServer.DefaultMajor && target.Server.MajorVersion == TestServer.DefaultMajor)
        {
            await Subscriptions.DisableAsync(source);
            Assert.Equal(await source.PgDumpAsync("--schema-only", "--blobs"), await target.PgDumpAsync("--schema-only", "--blobs"));
        }

        return known;
    }
}
