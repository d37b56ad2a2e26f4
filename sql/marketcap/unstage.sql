-- marketcap/unstage
-- Clear the place for the market caps of a file, for another file in the same transaction.
--
-- needs  marketcap/stage
DROP TABLE pg_temp.staged_market_caps;
