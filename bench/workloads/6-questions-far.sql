-- Workload 1 with both servers far away.
-- Round trip: 20 ms
\ir 1-questions.sql
