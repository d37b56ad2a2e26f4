"""psycopg, imported without what nothing of ours uses: its imports are half of a short command.

While it loads, others stand for modules of Python that only its asynchronous half needs, or only
its search for a libpq of the system's, or for its own version. Whoever takes anything else of one
of these gets the module itself, so that all of it goes on working where it is needed after all;
only the asynchronous half of psycopg does not. Later imports of these modules are as ever.
"""

from __future__ import annotations

import sys
import typing
from importlib import import_module
from types import ModuleType


class Unused(BaseException):
    """A name of asyncio, for what is defined and never called: as a base, a type, in `except`."""

    def __class_getitem__(cls, item: object) -> type[Unused]:
        return cls


class StandIn(ModuleType):
    """What psycopg finds in place of a module: a few names, and behind them the module itself."""

    def __init__(self, name: str, **names: object) -> None:
        super().__init__(name)
        self.__dict__.update(names)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # Python's own question, such as whether it is a package
            raise AttributeError(name)
        withdraw()
        return getattr(import_module(self.__name__), name)


def type_variable(name: str, *types: type, default: object = None, **settings: object) -> object:
    """typing_extensions' TypeVar, without a default, which only a type checker asks for."""
    make: typing.Any = typing.TypeVar
    return make(name, *types, **settings)


NAMES_OF_ASYNCIO = ("CancelledError", "Future", "Lock", "Queue", "Task", "get_running_loop", "sleep")
FIND = StandIn("ctypes.util")
STAND_INS: dict[str, ModuleType] = {
    "asyncio": StandIn("asyncio", **dict.fromkeys(NAMES_OF_ASYNCIO, Unused)),
    "ctypes": StandIn("ctypes", util=FIND),
    "ctypes.util": FIND,
    # As psycopg says where it does not know. Nothing shows its version.
    "importlib.metadata": StandIn("importlib.metadata", version=lambda name: "0.0.0.0"),  # noqa: S104
    "socket": StandIn("socket"),
    "ssl": StandIn("ssl"),
    "typing_extensions": StandIn("typing_extensions", TypeVar=type_variable),
}


def load_driver() -> None:
    """Import psycopg; wholly, where one of the modules that can be left out is there already."""
    if sys.modules.keys() & STAND_INS.keys():
        import psycopg

        return
    sys.modules.update(STAND_INS)
    try:
        import psycopg  # noqa: F401
    finally:
        withdraw()


def withdraw() -> None:
    """Take the stand-ins out of sys.modules, so that the modules themselves can be imported."""
    for name, stand_in in STAND_INS.items():
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
