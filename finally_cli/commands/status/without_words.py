"""finally alone: the status where there may be books, and else help."""

from __future__ import annotations

from finally_cli.settings import resolve

# Why a command fails where nobody has recorded anything yet: help is of more use then.
NO_BOOKS = ("NO_BOOKS", "NO_USER", "NO_DEMO")


def may_have_books() -> bool:
    """Whether the profile in force can hold books: a server elsewhere, or a cluster that is there.

    Nothing is made or started for that. Raises what a profile that cannot be read does.
    """
    profile = resolve()
    if profile.engine == "server":
        return True
    try:
        if not profile.data_dir.is_dir():
            return False
        from finally_cli.store.embedded.paths import Home

        return Home(profile.data_dir).has_cluster
    except OSError:
        return True  # whoever opens it says what is wrong
