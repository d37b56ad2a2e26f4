-- asset/uses
-- What banks have to do with an asset: it cannot be deleted while there is something.
--
-- param  user_id    uuid
-- param  id         uuid
-- row    source     text?   whose balance is its value
-- row    rules      bigint  that put money into it
-- row    bank_rows  bigint  that did
SELECT
    (
        SELECT sources.source_name
        FROM sources
        WHERE sources.user_id = %(user_id)s::uuid AND sources.asset_id = %(id)s::uuid
    ) AS source,
    (
        SELECT count(*)
        FROM rules
        WHERE rules.user_id = %(user_id)s::uuid AND rules.asset_id = %(id)s::uuid
    ) AS rules,
    (
        SELECT count(*)
        FROM import_rows
        WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.asset_id = %(id)s::uuid
    ) AS bank_rows;
