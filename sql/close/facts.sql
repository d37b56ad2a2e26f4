-- close/facts
-- What is known of a month, as its seal would say it.
--
-- param  user_id    uuid
-- param  month      date
-- row    month      date
-- row    recorded   bigint    values
-- row    carried    text[]    assets whose value was carried forward
-- row    missing    text[]    assets without a value
-- row    net_worth  numeric?  null without values
-- row    income     numeric?  null where none is on record
-- row    expenses   numeric?
SELECT
    %(month)s::date AS month,
    (known.facts ->> 'values')::bigint AS recorded,
    (
        SELECT coalesce(array_agg(named.asset ORDER BY named.place), '{}')
        FROM jsonb_array_elements_text(known.facts -> 'carried') WITH ORDINALITY AS named (asset, place)
    ) AS carried,
    (
        SELECT coalesce(array_agg(named.asset ORDER BY named.place), '{}')
        FROM jsonb_array_elements_text(known.facts -> 'missing') WITH ORDINALITY AS named (asset, place)
    ) AS missing,
    (known.facts ->> 'net_worth')::numeric AS net_worth,
    (known.facts ->> 'income')::numeric AS income,
    (known.facts ->> 'expenses')::numeric AS expenses
FROM (SELECT month_facts(%(user_id)s::uuid, %(month)s::date) AS facts) AS known
ORDER BY month;
