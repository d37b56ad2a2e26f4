-- price/unstage
-- Clear the place for the prices of a file, for another file in the same transaction.
--
-- needs  price/stage
DROP TABLE pg_temp.staged_prices;
