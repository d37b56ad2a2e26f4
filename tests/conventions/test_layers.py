"""The layers of the program, read from the source: which module may import which."""

import ast
from collections.abc import Iterator
from pathlib import Path

import finally_cli

PACKAGE = Path(finally_cli.__file__).parent
LAYERS = [
    ["lazy_import"],
    ["model", "load_typer"],
    ["demo", "prisma"],
    ["store", "output", "settings"],
    ["commands"],
    ["main"],
    ["__main__"],
]
LAYER = {room: number for number, rooms in enumerate(LAYERS) for room in rooms}

# Who may import what comes from outside, or from beside: rooms, or single modules.
OWNERS = {
    "psycopg": ["store"],
    "rich": ["output"],
    "readline": ["output/line_editor"],
    "json": [
        "output", "model/importing/ghostfolio", "model/importing/book_fields", "model/manifest",
        "model/bank/layout", "store/aws", "model/published_rates/frankfurter",
        "model/importing/prices/json_quotes",
    ],
    "ijson": ["model/importing/json_events"],
    "csv": ["output", "model/importing/csv_file", "model/bank/csv_records", "demo"],
    "xml": ["model/bank/camt_tree", "model/published_rates/ecb_xml"],
    "mt940": ["model/bank/mt940", "model/bank/mt940_row"],
    "boto3": ["store/aws"],
    "botocore": ["store/aws"],
    "keyring": ["store/keyring"],
    "xlsxwriter": ["output/sheet", "output/workbook"],
    "jinja2": ["output/page/html"],
    "typer": ["commands", "main", "load_typer"],
    "tomllib": ["settings", "model/bank/layout", "model/rule_file"],
    "tomli_w": ["settings", "model/bank/layout", "model/rule_file"],
    "platformdirs": ["settings"],
    "finally_cli.output": [
        "output", "commands/command", "commands/idempotency", "commands/failure",
        "commands/export", "commands/page",
    ],
    "finally_cli.settings": [
        "settings", "commands/command", "commands/config", "commands/user",
        "commands/completion", "commands/demo", "commands/db/move", "commands/report",
        "commands/page/watch", "commands/status/without_words",
    ],
}  # fmt: skip


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def dotted(path: Path) -> str:
    """`commands/fx` for finally_cli/commands/fx.py; a package goes by its folder."""
    return path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """What a module imports, wherever in it, as (dotted name, line)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from ((alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=str(module), level=0, names=names):
                yield from ((f"{module}.{alias.name}", node.lineno) for alias in names)
            case ast.ImportFrom():
                yield "." * node.level, node.lineno


def belongs(module: str, rooms: list[str]) -> bool:
    return any(module == room or module.startswith(f"{room}/") for room in rooms)


def test_no_layer_imports_the_one_above_nor_what_is_beside_it() -> None:
    faults = []
    for path in modules():
        here = dotted(path).split("/")[0]
        for name, line in imports(path):
            there = [*name.split("."), ""][1] if name.startswith("finally_cli.") else ""
            if here not in LAYER or there not in LAYER or here == there:
                continue
            if LAYER[there] >= LAYER[here]:
                faults.append(f"{path}:{line}: {here} imports {there}")
    assert faults == []


def imported_modules() -> dict[str, set[str]]:
    """Each module with those of the package that it imports, at its top, in a function, for types.

    `from a import b` is the module b of the package a, where there is one.
    """
    paths = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for path in modules()
    }
    found: dict[str, set[str]] = {}
    for name, path in paths.items():
        said = [one for one, _ in imports(path)]
        there = {one if one in paths else one.rpartition(".")[0] for one in said}
        found[name] = (there & set(paths)) - {name}
    return found


def without_leaves(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """What is left of a graph when whatever leads nowhere is taken away, again and again."""
    while leaves := {name for name, others in graph.items() if not others}:
        graph = {name: others - leaves for name, others in graph.items() if name not in leaves}
    return graph


def test_no_module_imports_itself_by_way_of_others() -> None:
    """A circle has no module to begin with, for a reader or for Python.

    An import inside a function counts: it is there to load late, not to hide a circle.
    """
    leading_into_circles = without_leaves(imported_modules())
    reverse: dict[str, set[str]] = {name: set() for name in leading_into_circles}
    for name, others in leading_into_circles.items():
        for other in others:
            reverse[other].add(name)
    assert without_leaves(reverse) == {}


def test_every_module_belongs_to_a_layer() -> None:
    rooms = {dotted(path).split("/")[0] for path in modules()}
    assert rooms - set(LAYER) == {"__init__"}
    assert {
        name for path in modules() for name, _ in imports(path) if name.startswith(".")
    } == set()


def test_what_a_room_alone_may_import_no_other_does() -> None:
    faults = []
    for path in modules():
        for name, line in imports(path):
            for owned, rooms in OWNERS.items():
                if f"{name}.".startswith(f"{owned}.") and not belongs(dotted(path), rooms):
                    faults.append(f"{path}:{line}: {name}")
    assert faults == []


def test_only_output_writes_to_the_terminal() -> None:
    faults = []
    for path in modules():
        if belongs(dotted(path), ["output"]):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name("print")):
                    faults.append(f"{path}:{node.lineno}: print()")
                case ast.Attribute(value=ast.Name("sys"), attr="stdout" | "stderr"):
                    # main sets the streams up and flushes them.
                    if not belongs(dotted(path), ["main", "commands/command"]):
                        faults.append(f"{path}:{node.lineno}: sys.{node.attr}")
    assert faults == []


def test_a_module_has_a_docstring_and_stays_small() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in modules()}
    assert [path for path, text in sources.items() if not ast.get_docstring(ast.parse(text))] == []
    lengths = {str(path): text.count("\n") for path, text in sources.items()}
    assert {path: lines for path, lines in lengths.items() if lines > 350} == {}
