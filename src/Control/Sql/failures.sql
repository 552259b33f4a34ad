-- Tasks that failed or were skipped, in the order of their numbers, with the failed and skipped tasks that each of them needed: what is
-- told under which cause is decided from these.
SELECT u.id, u.kind, u.name, u.lane, u.state = 'failed', coalesce(u.error, u.state), u.sqlstate, u.remedy, u.attempt,
       (SELECT string_agg(made.statement, E';\n' ORDER BY made.number)
        FROM jsonb_array_elements_text(u.payload -> 'statements') WITH ORDINALITY AS made (statement, number)
        WHERE u.state = 'failed'),
       ARRAY(
           SELECT n.needs
           FROM actormigrate.task_need n
           JOIN actormigrate.task needed ON needed.id = n.needs AND needed.state IN ('failed', 'skipped')
           WHERE n.task = u.id AND u.state = 'skipped'
           ORDER BY n.needs)
FROM actormigrate.task u
WHERE u.migration = $1 AND u.state IN ('failed', 'skipped')
ORDER BY u.id;
