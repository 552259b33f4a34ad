using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>A copy whose errors about encodings name the column. COPY's text format is converted in blocks, before it is split into
/// columns, so the server names just a line of the stream; the column is then looked for in the source.</summary>
public sealed class NamedColumn(ITaskRunner copy, CopySessions sessions) : NamedFault(copy, sessions)
{
    /// <inheritdoc />
    private protected override bool IsOfKind(PostgresException error) =>
        IsOfEncoding(error) && error.Where?.Contains(", column ", StringComparison.Ordinal) != true;

    /// <summary>Returns the first column that holds a value which the target's encoding cannot hold.</summary>
    private protected override async Task<string?> FindAsync(
        CopySession session, CopyPayload payload, CancellationToken cancellationToken)
    {
        foreach (var column in payload.Columns)
        {
            var convert =
                $"SELECT count(convert_to({KeyColumn.TextOf(Identifier.Quote(column))}, "
                + $"{Literal.Quote(session.TargetEncoding)})) FROM ONLY "
                + Identifier.Qualify(payload.Source) + CopyStatement.Where(payload.Predicate);
            try
            {
                await session.Source.RunAsync(convert, cancellationToken);
            }
            catch (PostgresException error)
            {
                return IsOfEncoding(error) ? $"column {column}" : null;
            }
        }

        return null;
    }

    private static bool IsOfEncoding(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter;
}
