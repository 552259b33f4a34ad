namespace ActorMigrate.Catalog.Drafts;

/// <summary>The stage of a migration in which an object is made.</summary>
public enum SchemaStage
{
    /// <summary>Before the tables: schemas, types, sequences, functions, and what else tables need.</summary>
    Schema,

    /// <summary>Tables, and what must be there before rows are copied.</summary>
    Table,

    /// <summary>Once the rows of <see cref="SchemaObject.NeedsData"/> are in.</summary>
    AfterTransfer,

    /// <summary>Once rows are compared and all else was tried, whatever became of it: what would stand in the way of the rest. It needs
    /// nothing but what it is about.</summary>
    Last,
}
