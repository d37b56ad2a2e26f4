-- 014_locked_assets.sql
-- Assets that may not be sold, which every plan keeps as they are.

-- A flat one lives in, a pension, shares that are held back: what a mix is brought to its targets without.
ALTER TABLE assets ADD COLUMN locked boolean NOT NULL DEFAULT false;
