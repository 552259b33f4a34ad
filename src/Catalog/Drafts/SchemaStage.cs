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

    /// <summary>After rows are compared and everything else has succeeded or failed: objects that would hinder the rest. Such an object
    /// needs only the object that it belongs to.</summary>
    Last,
}
