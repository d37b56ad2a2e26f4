"""Every command of the program, found by walking the tree that Typer builds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer

from finally_cli.commands.group import FOLDERS, ArgumentGroup
from finally_cli.main import app

Words = tuple[str, ...]  # what calls a command, after `finally`


def module_of(noun: str) -> str:
    return f"finally_cli.commands.{FOLDERS.get(noun, noun)}"


def module_of_report(report: str) -> str:
    return f"finally_cli.commands.report.{report.replace('-', '_')}"


def tree() -> Any:
    return typer.main.get_command(app)


@cache
def nodes() -> dict[Words, Any]:
    """Every group and command by the words that call it; the program itself by none."""
    found: dict[Words, Any] = {}

    def walk(path: Words, node: Any) -> None:
        found[path] = node
        if hasattr(node, "list_commands"):
            context = node.make_context("finally", [], resilient_parsing=True)
            # The program's own: whoever runs the tests may have reports of theirs.
            for name in getattr(node, "modules", None) or node.list_commands(context):
                if path or find_spec(module_of(name)):  # a test of its own misses the others
                    walk((*path, name), node.get_command(context, name))

    walk((), tree())
    return found


@cache
def commands() -> dict[Words, Any]:
    """The commands alone; `help`, like --help, is a word about them and none of them."""
    return {
        path: node
        for path, node in nodes().items()
        if not hasattr(node, "list_commands") and path != ("help",)
    }


def options(command: Any) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}


@cache
def wired() -> dict[Words, str]:
    """How each command is made, by its decorator: reads, writes, operates or configures."""
    found: dict[Words, str] = {}
    for words, command in commands().items():
        body = command.callback
        decorators = dict(decorated(body.__module__))[body.__name__]
        (found[words],) = decorators & {"reads", "writes", "operates", "configures"}
    return found


def decorated(module: str) -> Iterator[tuple[str, set[str]]]:
    """The functions of a module with the names of their decorators."""
    spec = find_spec(module)
    assert spec is not None and spec.origin is not None
    for node in ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield (
                node.name,
                {
                    name.id
                    for decorator in node.decorator_list
                    for name in [decorator.func if isinstance(decorator, ast.Call) else decorator]
                    if isinstance(name, ast.Name)
                },
            )


def is_a_command(said: str) -> bool:
    """Whether words like `asset list --all` begin with a command or a group of commands.

    An argument may follow a command but not a group, and an option must be one that it has.
    """
    node, words = nodes()[()], said.split()
    while words and hasattr(node, "list_commands") and not words[0].startswith("-"):
        following = nodes().get((*path_of(node), words.pop(0)))
        if following is None and isinstance(node, ArgumentGroup):
            following = nodes()[(*path_of(node), node.default)]
        if following is None:
            return False
        node = following
    if isinstance(node, ArgumentGroup):
        node = nodes()[(*path_of(node), node.default)]
    given = {word for word in words if re.fullmatch(r"--[a-z][a-z-]*", word)}
    return given <= options(node) | {"--help", "--"}


def path_of(node: Any) -> Words:
    return next(path for path, other in nodes().items() if other is node)
