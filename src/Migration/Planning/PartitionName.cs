namespace ActorMigrate.Migration.Planning;

/// <summary>Names of partitions: the table's name and a number from 1.</summary>
internal static class PartitionName
{
    public static string Of(QualifiedName table, int index) => $"{table}_p{index + 1}";
}
