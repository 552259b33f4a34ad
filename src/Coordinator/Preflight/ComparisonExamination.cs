using System.Data;
using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Coordinator.Preflight.Checks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Looks whether two databases can be compared, before any row is read: one refusal tells what both roles may not read.</summary>
public static class ComparisonExamination
{
    /// <summary>Throws <see cref="Migration.Failures.RefusedException"/> with everything that keeps the databases from being compared, or,
    /// where <paramref name="repairs"/> is true, the target from being written to.</summary>
    public static Task PassAsync(
        Database source, Database target, MigrationScope scope, bool repairs, CancellationToken cancellationToken) =>
        Refusal.ToldAsync(async () =>
        {
            var servers = await ServerLook.SeeAsync(source, target, forLedger: false, cancellationToken);
            Pass(
            [
                .. ServerRules.SameDatabase(servers), .. ServerRules.Poolers(servers),
                .. repairs ? ServerRules.ReadOnlyTarget(servers.Target) : [],
            ]);
            var (tables, ofSource) = await SourceAsync(source, servers, scope, cancellationToken);
            Pass([.. ofSource, .. await TargetAsync(target, servers.Target, scope, tables, cancellationToken)]);
            return true;
        });

    private static void Pass(IReadOnlyList<CheckFinding> fails)
    {
        if (fails.Count > 0)
            throw Refusal.Of(fails);
    }

    private static async Task<(IReadOnlyList<ScopedTable> Tables, IReadOnlyList<CheckFinding> Fails)> SourceAsync(
        Database source, ServersSeen servers, MigrationScope scope, CancellationToken cancellationToken)
    {
        await using var session = await source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        await using var transaction = await session.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var tables = await CatalogReader.ScopeAsync(session, scope, cancellationToken);
        var seen = await SourceLook.SeeAsync(session, session, servers.Source.Role, scope, tables, cancellationToken);
        return (tables,
        [
            .. SourcePrivileges.Find(seen, servers.Source.Role), .. SourcePrivileges.RowSecurity(seen, servers.Source.Role),
            .. Standbys.Unlogged(seen, servers),
        ]);
    }

    private static async Task<IReadOnlyList<CheckFinding>> TargetAsync(
        Database target, ServerFacts facts, MigrationScope scope, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        await using var session = await target.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        List<QualifiedName> wanted = [.. tables.Where(table => table.HasRows).Select(table => scope.Map(table.Name))];
        var there = await ThereAsync(session, wanted, cancellationToken);
        if (wanted.Count > 0 && there.Count == 0)
        {
            return
            [
                CheckFinding.Fail(
                    wanted, $"The target database {facts.Database} has none of the tables to compare: {NameList.Of(wanted)}.",
                    "Give the database that the tables were migrated into as --target, and the schemas that they are in there as in the "
                        + "migration (--target-schema, --map-schema)."),
            ];
        }

        var unreadable = await SourceTables.UnreadableTablesAsync(session, facts.Role, there, cancellationToken);
        return [.. SourcePrivileges.Relations(unreadable, "target", facts.Role)];
    }

    private static async Task<IReadOnlyList<ScopedTable>> ThereAsync(
        NpgsqlConnection session, List<QualifiedName> names, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT c.oid, n.nspname, c.relname
              FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) AS wanted (nspname, relname)
              JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.nspname
              JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.relname
            """;
        await using var command = new NpgsqlCommand(sql, session)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = names.Select(name => name.Schema).ToArray() },
                new NpgsqlParameter { Value = names.Select(name => name.Name).ToArray() },
            },
        };
        return await command.ReadAllAsync(
            row => new ScopedTable(row.GetFieldValue<uint>(0), row.Name(1), HasRows: true), cancellationToken);
    }
}
