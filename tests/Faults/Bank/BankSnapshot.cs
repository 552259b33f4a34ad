using System.Data;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Faults.Tests.Bank;

/// <summary>The source as the migration's own snapshot sees it: every row, and the definitions.</summary>
internal sealed record BankSnapshot(IReadOnlyList<string> Contents, string Definitions)
{
    /// <summary>Looks at the source under the snapshot that the ledger names, which must not be released meanwhile.</summary>
    public static async Task<BankSnapshot> SeeAsync(TestDatabase source, TestDatabase target)
    {
        string? snapshot = null;
        await Eventually.TrueAsync(
            async () => (snapshot =
                await target.ScalarAsync<string>("SELECT id FROM actormigrate.snapshot WHERE released_at IS NULL LIMIT 1")) is not null,
            "no snapshot is recorded");
        await using var session = await source.OpenAsync();
        await using var transaction = await session.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using (var import = new NpgsqlCommand($"SET TRANSACTION SNAPSHOT '{snapshot}'", session))
            await import.ExecuteNonQueryAsync();
        return new BankSnapshot(
            await EndToEnd.Tests.Running.Contents.OfAsync(session), await source.PgDumpAsync("--schema-only", $"--snapshot={snapshot}"));
    }

    /// <summary>The target holds just that, and its money adds up.</summary>
    public async Task ShouldBeInAsync(TestDatabase target)
    {
        Assert.Equal(Contents, await EndToEnd.Tests.Running.Contents.OfAsync(target));
        Assert.Equal(Definitions, await target.PgDumpAsync("--schema-only"));
        Assert.Equal(Bank.Total,
            await target.ScalarAsync<long>("SELECT (SELECT sum(balance) FROM account)::bigint + (SELECT sum(balance) FROM vault)::bigint"));
        Assert.True(await target.ScalarAsync<bool>("SELECT (SELECT sum(moves) FROM account) = (SELECT sum(moves) FROM vault)"));
    }
}
