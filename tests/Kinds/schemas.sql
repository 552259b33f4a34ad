-- Schemas: of one's own and of others, empty ones, and what users do to the schema public
CREATE SCHEMA schemas;
CREATE SCHEMA schemas_of_another AUTHORIZATION "kinds owner";
CREATE SCHEMA schemas_empty;
COMMENT ON SCHEMA schemas IS 'it''s "commented" with a \ and
a second line';
GRANT USAGE ON SCHEMA schemas TO kinds_reader WITH GRANT OPTION;
GRANT ALL ON SCHEMA schemas TO kinds_writer;
REVOKE ALL ON SCHEMA schemas_empty FROM CURRENT_USER;
COMMENT ON SCHEMA public IS 'changed';
GRANT CREATE ON SCHEMA public TO kinds_writer;
CREATE TABLE public.schemas_in_public (id int PRIMARY KEY);
CREATE TABLE schemas_of_another.t (id int);
