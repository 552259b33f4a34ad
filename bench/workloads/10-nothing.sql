-- An empty database: what every run costs.
\echo objects 1
