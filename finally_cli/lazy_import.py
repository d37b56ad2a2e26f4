"""Modules that other packages import and that most commands never use: imported once they are used.

Start-up is most of what a short command costs, and most of start-up is what psycopg, Typer and Rich
import. While one of them loads, a LazyModule stands in sys.modules for each module named here
that is not there yet. Whoever takes something of it gets the module itself, then or much later, so
that everything works as ever. Afterwards sys.modules knows nothing of them: what imports such a
module later gets it as usual.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


class LazyModule(ModuleType):
    """In place of a module: some names that are known at once, and behind them the module."""

    def __init__(self, name: str, **names: object) -> None:
        super().__init__(name)
        self.__dict__.update(names)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # Python's own question, such as whether it is a package
            raise AttributeError(name)
        return getattr(load_module(self.__name__), name)


def load_module(name: str) -> ModuleType:
    """The module itself, also while another is in its place."""
    if isinstance(sys.modules.get(name), LazyModule):
        del sys.modules[name]
    return import_module(name)


def lazy(name: str, *functions: str, **names: object) -> LazyModule:
    """A module that is imported once one of its functions is called, or anything else is taken.

    `functions` are those that are taken by name (`from name import function`), and `names` what is
    wanted at once and never matters.
    """
    return LazyModule(name, **{one: lazy_function(name, one) for one in functions}, **names)


def lazy_function(module: str, name: str) -> Callable[..., object]:
    """A function of a module that is imported when it is called."""

    def call(*arguments: object, **named: object) -> object:
        function: Callable[..., object] = getattr(load_module(module), name)
        return function(*arguments, **named)

    return call


@contextmanager
def lazily(*modules: LazyModule) -> Iterator[None]:
    """While the block imports a package, these are in place of the modules of their names.

    The collector rests: what is imported stays, so it would look through it for nothing.
    """
    collects = gc.isenabled()
    gc.disable()
    absent = {one.__name__: one for one in modules if one.__name__ not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        if collects:
            gc.enable()
        for name, module in absent.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
