using System.Globalization;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Sequences;

/// <summary>Writes sequences: CREATE SEQUENCE, their owner, their value. An identity column's own comes with its table.</summary>
internal static class SequenceWriter
{
    private const int FirstVersionWithUnlogged = 150000;

    public static IEnumerable<Draft> Write(Sequence sequence, DdlContext context)
    {
        if (sequence.Extension != 0)
        {
            if (context.MakesExtension(sequence.Extension) || context.Options.Content == MigrationContent.DataOnly)
                yield return SetValue(sequence, context) with { Needs = [new ObjectAddress(SystemCatalog.Extension, sequence.Extension)] };
            yield break;
        }
        if (sequence.IsUnlogged && context.TargetVersion < FirstVersionWithUnlogged)
            context.Note(
                $"sequence {sequence.Name}", "It is unlogged in the source and logged in the target: before 15, every sequence is.", null);
        if (sequence.Owner is not { IsIdentity: true })
            yield return Create(sequence, context);
        if (sequence.Owner is { IsIdentity: false } owner && NameOf(owner, context) is { } table)
            yield return SetOwner(sequence, owner, table, context);
        yield return SetValue(sequence, context);
    }

    /// <summary>Returns the options of CREATE SEQUENCE and of an identity column, all spelled out.</summary>
    public static string Options(SequenceOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"START WITH {options.Start} INCREMENT BY {options.Increment} MINVALUE {options.Minimum} MAXVALUE {options.Maximum} CACHE "
            + $"{options.Cache} {(options.Cycles ? "CYCLE" : "NO CYCLE")}");

    /// <summary>Returns the statement that makes an identity column's sequence logged where its table is not, or the reverse; null when
    /// they agree.</summary>
    public static string? ChangePersistence(Sequence sequence, Table table, DdlContext context) =>
        sequence.IsUnlogged == table.IsUnlogged || context.TargetVersion < FirstVersionWithUnlogged
            ? null
            : $"ALTER SEQUENCE {context.Qualify(sequence.Name)} SET {(sequence.IsUnlogged ? "UNLOGGED" : "LOGGED")}";

    private static Draft Create(Sequence sequence, DdlContext context)
    {
        var name = context.Qualify(sequence.Name);
        var unlogged = IsUnlogged(sequence, context) ? "UNLOGGED " : "";
        return new Draft
        {
            Address = sequence.Address,
            After = [ExistingTablesWriter.Done],
            References = [(sequence.Address, $"SEQUENCE {name}")],
            Stage = SchemaStage.Schema,
            Kind = ObjectKinds.Sequence,
            Name = context.Mapped(sequence.Name).ToString(),
            Table = sequence.Owner is { } owner ? context.TableOf(owner.Table)?.Name : null,
            Statements =
            [
                $"CREATE {unlogged}SEQUENCE {name} AS {sequence.Options.TypeName} {Options(sequence.Options)}",
                .. context.Comment($"SEQUENCE {name}", sequence.Address),
            ],
            ExistsQuery = ExistsQuery(sequence, context),
            OnlyIfNeeded = IsOnlyIfNeeded(sequence, context),
        };
    }

    private static bool IsOnlyIfNeeded(Sequence sequence, DdlContext context) =>
        sequence.Owner is null && (context.Scope.IncludeTables.Count > 0 || !ScopeResolver.InSchema(sequence.Name.Schema, context.Scope));

    // A column of a view owns a sequence, too, and may draw its default from it.
    private static QualifiedName? NameOf(SequenceOwner owner, DdlContext context) =>
        context.TableOf(owner.Table)?.Name ?? context.ViewOf(owner.Table)?.Name;

    private static Draft SetOwner(Sequence sequence, SequenceOwner owner, QualifiedName relation, DdlContext context) => new()
    {
        Needs = [sequence.Address, new ObjectAddress(SystemCatalog.Class, owner.Table)],
        Stage = SchemaStage.Table,
        Kind = ObjectKinds.SequenceOwner,
        Name = context.Mapped(sequence.Name).ToString(),
        Table = context.TableOf(owner.Table)?.Name,
        Statements =
            [$"ALTER SEQUENCE {context.Qualify(sequence.Name)} OWNED BY {context.Qualify(relation)}.{Identifier.Quote(owner.Column)}"],
    };

    private static Draft SetValue(Sequence sequence, DdlContext context)
    {
        var value = sequence.Value ?? throw new InvalidOperationException($"The value of sequence {sequence.Name} was not read.");
        return new Draft
        {
            Needs = [sequence.Address],
            Stage = SchemaStage.AfterTransfer,
            Kind = ObjectKinds.SequenceValue,
            Name = context.Mapped(sequence.Name).ToString(),
            Table = sequence.Owner is { } owner ? context.TableOf(owner.Table)?.Name : null,
            Statements =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"SELECT pg_catalog.setval({context.Regclass(sequence.Name)}, {value.LastValue}, "
                        + $"{(value.IsCalled ? "true" : "false")})"),
            ],
        };
    }

    private static string ExistsQuery(Sequence sequence, DdlContext context) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_sequence
         WHERE seqrelid = pg_catalog.to_regclass({Literal.Quote(context.Qualify(sequence.Name))})
           AND pg_catalog.format_type(seqtypid, NULL) = {Literal.Quote(sequence.Options.TypeName)}
           AND (seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle)
             = ({sequence.Options.Start}, {sequence.Options.Increment}, {sequence.Options.Minimum},
                {sequence.Options.Maximum}, {sequence.Options.Cache}, {sequence.Options.Cycles})
           AND seqrelid IN (SELECT oid FROM pg_catalog.pg_class
                             WHERE relpersistence = '{(IsUnlogged(sequence, context) ? 'u' : 'p')}'))
        """);

    private static bool IsUnlogged(Sequence sequence, DdlContext context) =>
        sequence.IsUnlogged && context.TargetVersion >= FirstVersionWithUnlogged;
}
