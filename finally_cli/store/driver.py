"""psycopg, imported without what nothing of ours uses: its imports are half of a short command."""

from __future__ import annotations

import sys
import typing

from finally_cli.lazy_import import lazily, lazy


class Unused(BaseException):
    """A name of asyncio, for what psycopg defines with it and we never call.

    It may be a base, a type with a parameter, and stand in `except`.
    """

    def __class_getitem__(cls, item: object) -> type[Unused]:
        return cls


def type_variable(name: str, *types: type, default: object = None, **settings: object) -> object:
    """typing_extensions' TypeVar, without a default, which only a type checker asks for."""
    make: typing.Any = typing.TypeVar
    return make(name, *types, **settings)


def load_driver() -> None:
    """Import psycopg; what was there before stays. Its asynchronous half then does not work.

    libpq brings its own TLS: ssl is imported for OpenSSL before 1.1, which had to be set up once.
    psycopg says of itself that it has version 0.0.0.0, as where it does not know.
    """
    unused = ("CancelledError", "Future", "Lock", "Queue", "Task", "get_running_loop", "sleep")
    modules = [
        lazy("asyncio", **dict.fromkeys(unused, Unused)),
        lazy("importlib.metadata", version=lambda name: "0.0.0.0"),
        lazy("random", "shuffle"),
        lazy("socket"),
        lazy("ssl"),
        lazy("typing_extensions", TypeVar=type_variable),
    ]
    if "ctypes" not in sys.modules:  # to look for the system's libpq, where there is no other
        search = lazy("ctypes.util")
        modules += [search, lazy("ctypes", util=search)]
    with lazily(*modules):
        import psycopg  # noqa: F401
