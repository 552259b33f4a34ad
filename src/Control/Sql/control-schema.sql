-- The control schema: the one truth of a migration, in the target, so that a task's row and the task's data commit together.
CREATE SCHEMA actormigrate;

-- One run. A row of it is written only by the coordinator that holds the current term. taken_back says that the objects of the run are
-- being dropped: the migration can only be begun anew. The founder is the node whose cluster the others join. The identities name the two
-- databases, and the timelines the history of each: a standby that was promoted has a higher timeline. resumed_at is when it was last
-- resumed after an outcome was recorded.
CREATE TABLE actormigrate.migration (
    id              uuid PRIMARY KEY,
    control_version integer NOT NULL,
    tool_version    text NOT NULL,
    source          text NOT NULL,
    target          text NOT NULL,
    source_identity text NOT NULL,
    source_timeline integer,
    source_snapshot text NOT NULL,
    target_identity text,
    target_timeline integer,
    options         jsonb NOT NULL,
    copies_planned  boolean NOT NULL DEFAULT false,
    taken_back      boolean NOT NULL DEFAULT false,
    phase           text NOT NULL,
    phase_number    smallint NOT NULL,
    coordinator     uuid NOT NULL,
    term            bigint NOT NULL DEFAULT 1,
    founder         uuid,
    outcome         text,
    started_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    resumed_at      timestamptz,
    finished_at     timestamptz
);

-- Unlogged, as tables may be while they are loaded: a crash of the server empties it with them. A migration that misses its row here knows
-- that unlogged tables have lost theirs.
CREATE UNLOGGED TABLE actormigrate.crash_witness (
    migration uuid PRIMARY KEY
);

CREATE TABLE actormigrate.phase (
    migration   uuid NOT NULL REFERENCES actormigrate.migration ON DELETE CASCADE,
    number      smallint NOT NULL,
    name        text NOT NULL,
    entered_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    left_at     timestamptz,
    spent       interval NOT NULL DEFAULT '0',
    PRIMARY KEY (migration, number)
);

-- One process. The term orders nodes by their start. A node without left_at counts as living; the coordinator sets left_at of a node that
-- it declares dead. source_connections and target_connections limit the connections that the node opens on each side. max_rate is the limit
-- of bytes a second that the node was started with, for status alone, or null. Other nodes reach its
-- actor system at address, tell one incarnation of it from the next by uid, and verify its certificate by the fingerprint. The node has
-- been a member of the cluster since joined_at. member and member_at record how the coordinator last saw the node in the cluster; they are
-- for status alone, and nothing is decided by them.
CREATE TABLE actormigrate.node (
    id           uuid PRIMARY KEY,
    migration    uuid NOT NULL REFERENCES actormigrate.migration ON DELETE CASCADE,
    term         bigint GENERATED ALWAYS AS IDENTITY,
    name         text NOT NULL,
    host         text NOT NULL,
    pid          integer NOT NULL,
    tool_version text NOT NULL,
    copy_slots   integer NOT NULL,
    index_slots  integer NOT NULL,
    max_rate     bigint,
    source_connections integer NOT NULL,
    target_connections integer NOT NULL,
    address      text,
    uid          bigint,
    fingerprint  text,
    joined_at    timestamptz,
    member       text,
    member_at    timestamptz,
    started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    heartbeat_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    stopping_at  timestamptz,
    left_at      timestamptz,
    reaped_by    uuid
);

CREATE UNIQUE INDEX node_name ON actormigrate.node (migration, name) WHERE left_at IS NULL;

-- Which side of a split cluster may go on: the one that has a living node which holds this.
CREATE TABLE actormigrate.lease (
    migration   uuid PRIMARY KEY REFERENCES actormigrate.migration ON DELETE CASCADE,
    owner       uuid NOT NULL,
    valid_until timestamptz NOT NULL
);

-- The exported snapshots that are alive; any reader may import any of them.
CREATE TABLE actormigrate.snapshot (
    migration   uuid NOT NULL REFERENCES actormigrate.migration ON DELETE CASCADE,
    node        uuid NOT NULL,
    id          text NOT NULL,
    exported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    released_at timestamptz,
    PRIMARY KEY (migration, node, id)
);

-- One in-scope table, with what its copies are planned from; or all large objects together (pg_catalog.pg_largeobject), whose bytes are
-- counted, too. A digest is null where the rows were counted only.
CREATE TABLE actormigrate.relation (
    id              integer PRIMARY KEY,
    migration       uuid NOT NULL REFERENCES actormigrate.migration ON DELETE CASCADE,
    source_schema   text NOT NULL,
    source_name     text NOT NULL,
    target_schema   text NOT NULL,
    target_name     text NOT NULL,
    estimated_rows  bigint NOT NULL,
    estimated_bytes bigint NOT NULL,
    format          text NOT NULL CHECK (format IN ('binary', 'text')),
    format_reason   text NOT NULL,
    shape           jsonb,
    source_rows     bigint,
    target_rows     bigint,
    source_digest   text,
    target_digest   text,
    source_bytes    bigint,
    target_bytes    bigint
) WITH (fillfactor = 50);

-- One unit of claimed work. attempt is the fence: a result is written only by the attempt that is running. needs_data are relations whose
-- rows must be in before: the task needs each of their copies, once those are planned. attempts_before counts the attempts before the
-- migration was resumed, which do not count against the budget. adoptions counts the nodes that died while they worked on the task. memory
-- is the task's share of the budget for index builds, while it runs. avoids is a node on which the task has failed so often that another
-- node is to try it next. A task that is together is quick: it may be granted in a lot with others, and then lot is the least number among
-- these. It is alone again after it failed in a lot.
--
-- Half of each page of relations, tasks and attempts is left free for later versions of their rows, which then need no entries in indexes
-- unless the state changes: the ledger writes half as much WAL for many small tables.
--
-- Tasks, their needs and their attempts have no foreign keys: they are written by the tool alone, and to check a key costs as much as to
-- write its row, for tens of thousands of rows.
CREATE TABLE actormigrate.task (
    id              bigint PRIMARY KEY,
    migration       uuid NOT NULL,
    lane            text NOT NULL CHECK (lane IN ('schema', 'copy', 'finish', 'compare')),
    kind            text NOT NULL,
    name            text NOT NULL,
    relation        integer,
    opens_at        smallint NOT NULL,
    awaited_in      smallint NOT NULL,
    payload         jsonb NOT NULL,
    estimated_rows  bigint NOT NULL DEFAULT 0,
    estimated_bytes bigint NOT NULL DEFAULT 0,
    needs_data      integer[] NOT NULL DEFAULT '{}',
    unmet           integer NOT NULL DEFAULT 0 CHECK (unmet >= 0),
    together        boolean NOT NULL DEFAULT false,
    lot             bigint,
    state           text NOT NULL CHECK (state IN ('blocked', 'ready', 'running', 'done', 'failed', 'skipped')),
    node            uuid,
    attempt         integer NOT NULL DEFAULT 0,
    attempts_before integer NOT NULL DEFAULT 0,
    adoptions       integer NOT NULL DEFAULT 0,
    memory          bigint NOT NULL DEFAULT 0,
    avoids          uuid,
    avoids_until    timestamptz,
    rows            bigint NOT NULL DEFAULT 0,
    bytes           bigint NOT NULL DEFAULT 0,
    cursor          jsonb,
    claimed_at      timestamptz,
    finished_at     timestamptz,
    sqlstate        text,
    error           text,
    remedy          text
) WITH (fillfactor = 50);

CREATE INDEX task_ready ON actormigrate.task (lane, together, opens_at, estimated_bytes DESC, id) WHERE state = 'ready';
CREATE INDEX task_awaited ON actormigrate.task (awaited_in) WHERE state IN ('blocked', 'ready', 'running');
CREATE INDEX task_running ON actormigrate.task (node) WHERE state = 'running';
CREATE INDEX task_relation ON actormigrate.task (relation);

-- task cannot begin before needs is done; it is skipped when needs fails.
CREATE TABLE actormigrate.task_need (
    task  bigint NOT NULL,
    needs bigint NOT NULL,
    PRIMARY KEY (task, needs)
);

CREATE INDEX task_need_needs ON actormigrate.task_need (needs);

-- One try at a task, with the backend that writes for it in the target, so that a later attempt can end one that hangs.
CREATE TABLE actormigrate.attempt (
    task          bigint NOT NULL,
    attempt       integer NOT NULL,
    node          uuid NOT NULL,
    started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at   timestamptz,
    outcome       text CHECK (outcome IN ('done', 'failed', 'released', 'lost')),
    rows          bigint NOT NULL DEFAULT 0,
    bytes         bigint NOT NULL DEFAULT 0,
    sqlstate      text,
    error         text,
    target_pid    integer,
    backend_start timestamptz,
    PRIMARY KEY (task, attempt)
) WITH (fillfactor = 50);

-- Objects of the source that the run does not carry over (kind 'not-migrated', or 'left-out' where the
-- options say so; class is the kind of object), notices for the user ('plan'), and failures that stop
-- the run ('fatal').
CREATE TABLE actormigrate.finding (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration uuid NOT NULL REFERENCES actormigrate.migration ON DELETE CASCADE,
    kind      text NOT NULL,
    class     text,
    object    text NOT NULL,
    message   text NOT NULL,
    sqlstate  text,
    remedy    text
);

-- Directives that people gave to the running migration, each by a role of the database: pause, continue, stop, drain and set. What of them
-- is in force follows from their order. A directive without a node's name concerns all nodes; drain concerns the one node that had the
-- name, and no later one. max_rate 0 is no limit. taken_at is when a coordinator has acted on it.
CREATE TABLE actormigrate.directive (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration   uuid NOT NULL REFERENCES actormigrate.migration ON DELETE CASCADE,
    verb        text NOT NULL CHECK (verb IN ('pause', 'continue', 'stop', 'drain', 'set')),
    node        text,
    node_id     uuid,
    copy_slots  integer,
    index_slots integer,
    max_rate    bigint,
    given_by    text NOT NULL DEFAULT session_user,
    given_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    taken_at    timestamptz
);

-- Objects that the target held before the run made any, and transactions of the coordinator's own that touched objects of the run: so that
-- a run that is begun anew drops only the objects that it made itself.
CREATE TABLE actormigrate.preexisting (
    classid oid NOT NULL,
    objid   oid NOT NULL,
    PRIMARY KEY (classid, objid)
);

CREATE TABLE actormigrate.own_transaction (
    xid text PRIMARY KEY
);

-- Everything in the database that a run could have made and that is dropped by a statement of its own. Objects of the server's own making
-- have numbers below 16384.
CREATE VIEW actormigrate.droppable AS
SELECT found.classid, found.objid, found.xid
FROM (
    SELECT 'pg_catalog.pg_class'::regclass::oid AS classid, oid AS objid, xmin::text AS xid FROM pg_catalog.pg_class
    WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
    UNION ALL SELECT 'pg_catalog.pg_type'::regclass, oid, xmin::text FROM pg_catalog.pg_type
    UNION ALL SELECT 'pg_catalog.pg_proc'::regclass, oid, xmin::text FROM pg_catalog.pg_proc
    UNION ALL SELECT 'pg_catalog.pg_namespace'::regclass, oid, xmin::text FROM pg_catalog.pg_namespace
    UNION ALL SELECT 'pg_catalog.pg_extension'::regclass, oid, xmin::text FROM pg_catalog.pg_extension
    UNION ALL SELECT 'pg_catalog.pg_operator'::regclass, oid, xmin::text FROM pg_catalog.pg_operator
    UNION ALL SELECT 'pg_catalog.pg_opfamily'::regclass, oid, xmin::text FROM pg_catalog.pg_opfamily
    UNION ALL SELECT 'pg_catalog.pg_opclass'::regclass, oid, xmin::text FROM pg_catalog.pg_opclass
    UNION ALL SELECT 'pg_catalog.pg_collation'::regclass, oid, xmin::text FROM pg_catalog.pg_collation
    UNION ALL SELECT 'pg_catalog.pg_conversion'::regclass, oid, xmin::text FROM pg_catalog.pg_conversion
    UNION ALL SELECT 'pg_catalog.pg_cast'::regclass, oid, xmin::text FROM pg_catalog.pg_cast
    UNION ALL SELECT 'pg_catalog.pg_transform'::regclass, oid, xmin::text FROM pg_catalog.pg_transform
    UNION ALL SELECT 'pg_catalog.pg_ts_config'::regclass, oid, xmin::text FROM pg_catalog.pg_ts_config
    UNION ALL SELECT 'pg_catalog.pg_ts_dict'::regclass, oid, xmin::text FROM pg_catalog.pg_ts_dict
    UNION ALL SELECT 'pg_catalog.pg_ts_parser'::regclass, oid, xmin::text FROM pg_catalog.pg_ts_parser
    UNION ALL SELECT 'pg_catalog.pg_ts_template'::regclass, oid, xmin::text FROM pg_catalog.pg_ts_template
    UNION ALL SELECT 'pg_catalog.pg_language'::regclass, oid, xmin::text FROM pg_catalog.pg_language
    UNION ALL SELECT 'pg_catalog.pg_am'::regclass, oid, xmin::text FROM pg_catalog.pg_am
    UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid, xmin::text FROM pg_catalog.pg_foreign_data_wrapper
    UNION ALL SELECT 'pg_catalog.pg_foreign_server'::regclass, oid, xmin::text FROM pg_catalog.pg_foreign_server
    UNION ALL SELECT 'pg_catalog.pg_event_trigger'::regclass, oid, xmin::text FROM pg_catalog.pg_event_trigger
    UNION ALL SELECT 'pg_catalog.pg_publication'::regclass, oid, xmin::text FROM pg_catalog.pg_publication
) AS found
WHERE found.objid >= 16384;
