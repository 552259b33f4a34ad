-- User mappings: of PUBLIC and of roles, with passwords and options, of servers of several wrappers
CREATE EXTENSION IF NOT EXISTS postgres_fdw SCHEMA public;
CREATE SERVER mappings_server FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h');
CREATE FOREIGN DATA WRAPPER mappings_own;
CREATE SERVER "mappings ""own""" FOREIGN DATA WRAPPER mappings_own;
CREATE USER MAPPING FOR PUBLIC SERVER mappings_server OPTIONS (user 'u', password 'it''s "a" \ secret');
CREATE USER MAPPING FOR kinds_reader SERVER mappings_server;
CREATE USER MAPPING FOR "kinds owner" SERVER mappings_server OPTIONS (user 'it''s', password_required 'false', sslcert '/a path/b');
CREATE USER MAPPING FOR "kinds owner" SERVER "mappings ""own""" OPTIONS ("an ""option""" 'a, b=c', "Upper" '', plain E'new\nline');
