using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Tests.Roundtrip;

/// <summary>Carries out a plan as simply as can be: one object after the other, rows in between. An object that fails is
/// noted, and so are those that need it.</summary>
internal sealed class PlanExecutor(NpgsqlConnection source, NpgsqlConnection target)
{
    private readonly HashSet<int> failed = [];

    public List<string> Failures { get; } = [];

    /// <summary>Objects that were found in the target, by kind and name.</summary>
    public List<string> Found { get; } = [];

    public async Task RunAsync(DatabaseCatalog catalog, SchemaPlan plan)
    {
        await RunStageAsync(plan, SchemaStage.Schema);
        await RunStageAsync(plan, SchemaStage.Table);
        foreach (var table in catalog.Tables)
            await CopyAsync(table, catalog.Scope);
        await RunStageAsync(plan, SchemaStage.AfterTransfer);
        await RunStageAsync(plan, SchemaStage.Last);
    }

    private async Task RunStageAsync(SchemaPlan plan, SchemaStage stage)
    {
        foreach (var item in plan.Objects.Where(item => item.Stage == stage))
            await RunAsync(item);
    }

    private async Task RunAsync(SchemaObject item)
    {
        if (item.Needs.Any(failed.Contains))
        {
            failed.Add(item.Id);
            Failures.Add($"{item.Kind} {item.Name}: skipped");
            return;
        }
        await using var transaction = await target.BeginTransactionAsync();
        try
        {
            await ExecuteAsync($"SET LOCAL search_path = {item.SearchPath}");
            if (await ExistsAsync(item))
            {
                Found.Add($"{item.Kind} {item.Name}");
                if (item.IsNew)
                    Failures.Add($"{item.Kind} {item.Name}: the plan says that it is new, and it is there");
            }
            else
                await ExecuteAllAsync([.. await CompleteAsync(item.Secret), .. item.Statements]);
            await transaction.CommitAsync();
        }
        catch (PostgresException error)
        {
            failed.Add(item.Id);
            Failures.Add($"{item.Kind} {item.Name}: {error.MessageText}\n{string.Join(";\n", item.Statements)}");
        }
    }

    private async Task<bool> ExistsAsync(SchemaObject item)
    {
        if (item.ExistsQuery is null)
            return false;
        await using var command = new NpgsqlCommand(item.ExistsQuery, target);
        return await command.ExecuteScalarAsync() is true;
    }

    private async Task<IEnumerable<string>> CompleteAsync(SecretStatement? statement)
    {
        if (statement is null)
            return [];
        await using var query = new NpgsqlCommand(statement.Query, source);
        return [$"{statement.Before}{await query.ExecuteScalarAsync() as string}{statement.After}"];
    }

    private async Task ExecuteAllAsync(IEnumerable<string> statements)
    {
        foreach (var statement in statements)
            await ExecuteAsync(statement);
    }

    private async Task ExecuteAsync(string statement)
    {
        // A batch's command is sent as it is; a command's text is searched for semicolons and parameters.
        await using var batch = new NpgsqlBatch(target) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
        await batch.ExecuteNonQueryAsync();
    }

    private async Task CopyAsync(Table table, MigrationScope scope)
    {
        var columns = string.Join(", ", table.Copy.Columns.Select(Identifier.Quote));
        var format = table.Copy.Binary ? "(FORMAT binary)" : "";
        var into = Identifier.Qualify(table.Name with { Schema = scope.MapSchema(table.Name.Schema) });
        var list = columns.Length > 0 ? $"({columns})" : "";
        try
        {
            var read = $"COPY (SELECT {columns} FROM ONLY {Identifier.Qualify(table.Name)}) TO STDOUT {format}";
            var write = $"COPY {into} {list} FROM STDIN {format}";
            await (table.Copy.Binary ? CopyBinaryAsync(read, write) : CopyTextAsync(read, write));
        }
        catch (PostgresException error)
        {
            Failures.Add($"copy {table.Name}: {error.MessageText}");
        }
    }

    private async Task CopyBinaryAsync(string read, string write)
    {
        await using var from = await source.BeginRawBinaryCopyAsync(read);
        await using var to = await target.BeginRawBinaryCopyAsync(write);
        await from.CopyToAsync(to);
    }

    private async Task CopyTextAsync(string read, string write)
    {
        using var from = await source.BeginTextExportAsync(read);
        await using var to = await target.BeginTextImportAsync(write);
        await to.WriteAsync(await from.ReadToEndAsync());
    }
}
