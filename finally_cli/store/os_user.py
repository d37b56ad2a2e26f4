"""What the operating system knows of the person: a login, a name, a currency."""

import os


def email() -> str:
    """The login as a local address; it identifies the first user, and nothing is sent to it."""
    found = account()
    return f"{found[0] if found else login_of_environment()}@localhost"


def name() -> str | None:
    """The person's name as the system has it, if it has one."""
    found = account()
    return found[1] if found else None


def account() -> tuple[str, str | None] | None:
    """The login and full name of this process's user; None where the system knows neither."""
    try:
        import pwd

        entry = pwd.getpwuid(os.geteuid())
    except (ImportError, KeyError):  # Windows; a container's user without an entry
        return None
    return entry.pw_name, entry.pw_gecos.split(",")[0].strip() or None


def login_of_environment() -> str:
    """The login where the system's own list of users has none."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"


def currency() -> str:
    """The currency of the person's locale; US dollars where the locale has none."""
    import locale

    from finally_cli.model.currency import CODES

    before = locale.setlocale(locale.LC_MONETARY)
    try:
        locale.setlocale(locale.LC_MONETARY, "")
        code = str(locale.localeconv()["int_curr_symbol"]).strip().upper()
    except locale.Error:
        code = ""
    finally:
        locale.setlocale(locale.LC_MONETARY, before)
    return code if code in CODES else "USD"
