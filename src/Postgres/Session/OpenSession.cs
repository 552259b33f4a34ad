using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>Opens a session, for example one that reads under the migration's snapshot. The caller disposes it.</summary>
public delegate Task<NpgsqlConnection> OpenSession(SessionPurpose purpose, CancellationToken cancellationToken);
