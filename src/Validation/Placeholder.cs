namespace ActorMigrate.Validation;
