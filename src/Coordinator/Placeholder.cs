namespace ActorMigrate.Coordinator;
