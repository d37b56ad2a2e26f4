"""Loading psycopg, which is half of a command's start-up."""

import sys


def load_driver() -> None:
    """Import psycopg without OpenSSL, which nothing of it uses: libpq brings its own TLS.

    psycopg imports asyncio, which we never run, and asyncio does without ssl where that cannot be
    imported. Later imports of ssl are as ever. It saves a twentieth of a short command.
    """
    if "ssl" in sys.modules or "asyncio" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # how Python marks what is not there
    try:
        import psycopg  # noqa: F401
    finally:
        del sys.modules["ssl"]
