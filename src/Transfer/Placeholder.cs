namespace ActorMigrate.Transfer;
