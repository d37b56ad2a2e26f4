"""What the operating system knows of the person: a login, a name, a currency."""

import os


def email() -> str:
    """The login as a local address; it identifies the first user, and nothing is sent to it."""
    import pwd

    try:
        return f"{pwd.getpwuid(os.geteuid()).pw_name}@localhost"
    except KeyError:
        return f"uid{os.geteuid()}@localhost"


def name() -> str | None:
    """The person's name as the system has it, if it has one."""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_gecos.split(",")[0].strip() or None
    except KeyError:
        return None


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
