namespace ActorMigrate.Control;
