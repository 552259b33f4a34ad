-- Subscriptions: enabled and disabled, with slots and without, with every option; they arrive disabled, and the run says so
SET client_min_messages = error;
CREATE SUBSCRIPTION subscriptions_plain CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION "subscriptions ""all""" CONNECTION 'host=/nowhere dbname=''it\''s x'' password=unknown' PUBLICATION "p ""1""", p2
    WITH (connect = false, slot_name = NONE, binary = true, streaming = on, synchronous_commit = 'local', two_phase = true, disable_on_error = true);
CREATE SUBSCRIPTION subscriptions_slot CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, slot_name = 'kept', streaming = off);
CREATE SUBSCRIPTION subscriptions_enabled CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, streaming = off);
ALTER SUBSCRIPTION subscriptions_enabled ENABLE;
COMMENT ON SUBSCRIPTION subscriptions_plain IS 'it''s plain';
SELECT :SERVER_VERSION_NUM >= 160000 AS since_16, :SERVER_VERSION_NUM >= 170000 AS since_17 \gset
\if :since_16
CREATE SUBSCRIPTION subscriptions_16 CONNECTION 'host=/nowhere dbname=x' PUBLICATION p
    WITH (connect = false, slot_name = NONE, streaming = parallel, origin = none, run_as_owner = true, password_required = false);
\endif
\if :since_17
CREATE SUBSCRIPTION subscriptions_17 CONNECTION 'host=/nowhere dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE, failover = true);
\endif
