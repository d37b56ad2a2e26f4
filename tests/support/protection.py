"""What holds of the schema so that nobody sees another's books, asked of the catalog."""

from tests.support.schema_rows import Database

OPEN = "(user_id = ( SELECT open_books() AS open_books))"
OWN = "(user_id = ( SELECT own_open_books() AS own_open_books))"
ME = "(user_id = ( SELECT current_user_id() AS current_user_id))"
LENT = "(id = ANY (( SELECT shared_books() AS shared_books)::uuid[]))"
AUDIT = "(user_id = ( SELECT open_audit() AS open_audit))"
TRUSTED = "( SELECT session_is_trusted() AS session_is_trusted)"
NIL = "'00000000-0000-0000-0000-000000000000'::uuid"
OPEN_OR_BUILT_IN = (
    f"(COALESCE(user_id, {NIL}) = ANY (ARRAY[{NIL}, ( SELECT open_books() AS open_books)]))"
)

# A policy is its command (* for all, r for SELECT, a for INSERT, w for UPDATE, d for DELETE) and
# its condition.
Policies = dict[str, str]
WRITTEN: Policies = {
    "added_where_own": f"a CHECK {OWN}",
    "edited_where_own": f"w {OWN}",
    "deleted_where_own": f"d {OWN}",
}
USUAL: Policies = {"read_where_open": f"r {OPEN}"} | WRITTEN
OF_A_CATEGORY: Policies = {"read_where_open": f"r {OPEN_OR_BUILT_IN}"} | WRITTEN
OF_THE_AUDIT: Policies = {
    "read_where_own": f"r {AUDIT}",
    "written_by_trigger": "a CHECK true",  # nobody is granted INSERT
}
SPECIAL: dict[str, Policies] = {
    "asset_categories": OF_A_CATEGORY,
    "income_categories": OF_A_CATEGORY,
    "expense_categories": OF_A_CATEGORY,
    "expense_subcategories": OF_A_CATEGORY,
    # whoever seals locks a row; nobody is granted UPDATE
    "audit_events": OF_THE_AUDIT | {"locked_where_sealed": f"w {AUDIT}"},
    "audit_changes": OF_THE_AUDIT,
    # written by two functions, and never deleted; nobody is granted more than SELECT
    "month_seals": {name: USUAL[name] for name in USUAL if name != "deleted_where_own"},
    # no reader does another's commands
    "idempotency_keys": {"read_where_own": f"r {OWN}"} | WRITTEN,
    "user_logins": {
        "own_login_is_seen": "r (role_name = (SESSION_USER)::text)",
        "trusted_logins_hand_them_out": f"* {TRUSTED}",
    },
    "user_shares": WRITTEN
    | {
        "own_shares_are_seen": f"r {ME}",
        "readers_see_what_they_read": f"r {ME.replace('user_id', 'reader_id', 1)}",
        "trusted_logins_see_all": f"r {TRUSTED}",
        "declined_by_the_reader": f"d {OWN.replace('user_id', 'reader_id', 1)}",
    },
    "users": {
        "own_row_is_seen": f"r {ME.replace('user_id', 'id', 1)}",
        "own_row_is_edited": f"w {OWN.replace('user_id', 'id', 1)}",
        "owners_of_shared_books_are_seen": f"r {LENT}",
        "found_by_the_owners_functions": "r ( SELECT acts_for_the_owner() AS acts_for_the_owner)",
        "trusted_logins_see_and_add_all": f"* {TRUSTED}",
    },
}
# They lend their owner's rights: each says why, where it is made.
DEFINERS = {
    "keep_networth",
    "keep_changes",
    "keep_truncated",
    "seal_event",
    "keep_closed_months",
    "keep_closed_currency",
    "close_month",
    "reopen_months",
    "user_of_email",
    "readers_of",
}


def unprotected(db: Database) -> list[str]:
    """What is missing or too much, each with the name of its table, view or function."""
    return [*of_tables(db), *of_views(db), *of_functions(db), *with_statistics(db)]


def of_tables(db: Database) -> list[str]:
    """Row security, forced, with the policies of its kind, on `users` and all with a user_id."""
    problems = []
    tables = db.execute(
        """
        SELECT relname, relrowsecurity, relforcerowsecurity
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
          AND relkind IN ('r', 'p')
          AND (
            relname = 'users'
            OR EXISTS (
                SELECT
                FROM pg_attribute
                WHERE attrelid = pg_class.oid AND attname = 'user_id' AND NOT attisdropped
            )
          )
        ORDER BY relname
        """
    ).fetchall()
    for table, is_enabled, is_forced in tables:
        if not is_enabled:
            problems.append(f"{table}: row security is not enabled")
        if not is_forced:
            problems.append(f"{table}: row security is not forced")
        wanted, found = SPECIAL.get(table, USUAL), policies(db, table)
        problems += [f"{table}: no policy {name}" for name in wanted if name not in found]
        for name, policy in found.items():
            if name not in wanted:
                problems.append(f"{table}: a policy of its own, {name}: {policy}")
            elif policy != wanted[name]:
                problems.append(f"{table}: another policy {name}: {policy}")
    return problems


def policies(db: Database, table: str) -> Policies:
    """The policies of a table, each as its command and its condition."""
    return dict(
        db.execute(
            """
            SELECT
                polname,
                concat_ws(
                    ' ',
                    polcmd,
                    CASE WHEN NOT polpermissive THEN 'restrictive' END,
                    CASE WHEN polroles <> '{0}' THEN 'TO some' END,
                    pg_get_expr(polqual, polrelid),
                    'CHECK ' || pg_get_expr(polwithcheck, polrelid)
                )
            FROM pg_policy
            WHERE polrelid = to_regclass(quote_ident(%s))
            ORDER BY polname
            """,
            [table],
        ).fetchall()
    )


def of_views(db: Database) -> list[str]:
    """A view shows what its reader may see; a materialized one cannot."""
    views = db.execute(
        """
        SELECT relname
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
          AND relkind IN ('v', 'm')
          AND reloptions IS DISTINCT FROM '{security_invoker=true}'
        ORDER BY relname
        """
    )
    return [f"{view}: not security_invoker" for (view,) in views]


def of_functions(db: Database) -> list[str]:
    """A function pins its search_path or was bound when made, and lends no rights unlisted."""
    problems = []
    functions = db.execute(
        """
        SELECT
            proname,
            prosqlbody IS NOT NULL
                OR coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false),
            prosecdef
        FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
            AND prokind <> 'a'  -- an aggregate has no body: that of its function is looked at
        ORDER BY proname
        """
    )
    for function, is_pinned, is_definer in functions:
        if not is_pinned:
            problems.append(f"{function}: search_path is not pinned")
        if is_definer and function not in DEFINERS:
            problems.append(f"{function}: runs with its owner's rights")
    return problems


def with_statistics(db: Database) -> list[str]:
    """The planner's statistics are of ids and numbers of months; of the rest EXPLAIN would tell.

    Of tables and of the expressions that are indexed, whichever way they are taken.
    """
    taken = db.execute(
        """
        SELECT attrelid::regclass::text, attname
        FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_index ON indexrelid = attrelid
        JOIN pg_class AS tables ON tables.oid = coalesce(indrelid, attrelid)
        WHERE tables.relnamespace = 'public'::regnamespace
          AND tables.relkind IN ('r', 'p')
          AND tables.relrowsecurity
          AND attnum > 0
          AND NOT attisdropped
          AND (indkey IS NULL OR indkey[attnum - 1] = 0)
          AND atttypid NOT IN ('uuid'::regtype, 'integer'::regtype, 'bigint'::regtype)
          AND coalesce(attstattarget, -1) <> 0
        ORDER BY 1, 2
        """
    ).fetchall()
    extended = db.execute(
        "SELECT stxname FROM pg_statistic_ext JOIN pg_class ON pg_class.oid = stxrelid"
        " WHERE relnamespace = 'public'::regnamespace ORDER BY stxname"
    ).fetchall()
    return [
        *(f"{table}: statistics are taken of {column}" for table, column in taken),
        *(f"{name}: statistics of several columns" for (name,) in extended),
    ]
