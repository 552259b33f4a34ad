namespace ActorMigrate.Postgres.Facts;

/// <summary>The encodings of databases that a migration treats in a way of their own (manual, section 24.3).</summary>
public static class DatabaseEncoding
{
    /// <summary>The encoding in which sessions speak with servers.</summary>
    public const string Utf8 = "UTF8";

    /// <summary>No encoding: the server keeps bytes as they come, and converts none.</summary>
    public const string SqlAscii = "SQL_ASCII";
}
