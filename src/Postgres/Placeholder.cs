namespace ActorMigrate.Postgres;
