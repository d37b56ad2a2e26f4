-- import/planner
-- Have the statements of this transaction planned for many lines.
-- A server that runs only while a command does never gathers statistics: it takes every table for one of
-- a few rows, and would compare each line with each of them.
--
-- row    enable_nestloop  text?
SELECT set_config('enable_nestloop', 'off', true) AS enable_nestloop;
