# Runs ActorMigrate: the executable of a package, or a build for the runtime that is installed.
program() { case $PROGRAM in *.dll) "$BENCH_DOTNET" "$PROGRAM" "$@" ;; *) "$PROGRAM" "$@" ;; esac; }
