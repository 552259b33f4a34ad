using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Commands;

/// <summary>Writes the DDL that a migration would run.</summary>
public interface ISchemaRunner
{
    /// <summary>Reads the source and writes a script that psql takes to <paramref name="output"/>, for a target of
    /// <paramref name="targetMajor"/>, or of the source's version. Answers what is left out of it.</summary>
    /// <exception cref="RefusedException">The source cannot be read, or what it holds cannot be written.</exception>
    Task<IReadOnlyList<NotMigrated>> WriteAsync(
        RunSettings settings, int? targetMajor, TextWriter output, CancellationToken cancellationToken);
}
