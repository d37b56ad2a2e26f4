-- inbox/unstage_decisions
-- Take the place of what bank rows become away again.
--
DROP TABLE staged_decisions;
