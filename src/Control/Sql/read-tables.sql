-- The source's tables among ($2, $3) that nothing reads any more: every copy and every count of the relation that they belong to is done.
-- A partition may belong to the relation of the table that it is loaded through.
WITH wanted AS (
    SELECT * FROM ROWS FROM (unnest($2::text[]), unnest($3::text[])) AS wanted (schema_name, table_name)
), owner AS (
    SELECT wanted.schema_name, wanted.table_name, relation.id AS relation
    FROM wanted
    JOIN actormigrate.relation ON relation.migration = $1
      AND (relation.source_schema, relation.source_name) = (wanted.schema_name, wanted.table_name)
    UNION
    SELECT wanted.schema_name, wanted.table_name, task.relation
    FROM wanted
    JOIN actormigrate.task ON task.migration = $1 AND task.lane = 'copy'
        AND (task.payload #>> '{source,schema}', task.payload #>> '{source,name}') = (wanted.schema_name, wanted.table_name)
)
SELECT wanted.schema_name, wanted.table_name
FROM wanted
WHERE (SELECT migration.copies_planned FROM actormigrate.migration WHERE migration.id = $1)
  AND NOT EXISTS (
      SELECT
      FROM owner
      JOIN actormigrate.task ON task.relation = owner.relation
      WHERE (owner.schema_name, owner.table_name) = (wanted.schema_name, wanted.table_name)
        AND task.migration = $1
        AND task.state <> 'done'
        AND (task.lane = 'copy' OR task.lane = 'compare' AND task.payload ->> 'inSource' = 'true'))
