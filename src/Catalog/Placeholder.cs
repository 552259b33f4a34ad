namespace ActorMigrate.Catalog;
