"""Groups of commands as Typer makes them: each command is imported when it is asked for, alone.

A command takes negative amounts as they are typed, `finally snapshot add Checking -250`, and an
option that takes a month may stand without one.
"""

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

Function = TypeVar("Function", bound=Callable[..., Any])
# The folder of a noun that is a keyword of Python, or the name of what builds make.
FOLDERS = {"import": "import_", "target": "targets"}
NOUN_OF = {folder: noun for noun, folder in FOLDERS.items()}
HELP_NAMES = {"help_option_names": ["-h", "--help"]}
NEGATIVE = r"-[.,]?[0-9]"  # how one begins; whether it is an amount is said later
UsageError: Any = typer.BadParameter.__base__  # Click's own, which Typer does not name
EVERY = "[N] UNIT"  # what an option is of that takes two words, such as 2 weeks
COMMON_OPTIONS = "Common options"  # the heading in --help of those that all commands share
TYPED = "finally.typed"  # under which a context keeps the words of its command
EXAMPLES = "\n\nExamples:\n"  # what separates them from the rest of a docstring


class Verb(TyperCommand):
    """A command whose arguments may be negative numbers, and whose months need not be said.

    No option ever looks like a negative number: it reaches the command as it was typed, unless it
    belongs to an option. An option that takes a MONTH may stand alone, and means the newest one.
    """

    def make_parser(self, ctx: Any) -> Any:
        parser: Any = super().make_parser(ctx)
        process_option, match_option = parser._process_opts, parser._match_long_opt
        arguments = [one for one in self.params if one.param_type_name == "argument"]
        # Of several words in a row (ASSET VALUE) two are enough to have said all.
        most = sum(one.nargs if one.nargs > 0 else 2 for one in arguments)

        def process(argument: str, state: Any) -> None:
            if re.match(NEGATIVE, argument):
                state.largs.append(argument)
            else:
                process_option(argument, state)

        def match(name: str, value: str | None, state: Any) -> None:
            option = parser._long_opt.get(name)
            metavar = (option.obj.metavar or "") if option is not None else ""
            if metavar == EVERY:
                said = state.rargs if value is None else [value, *state.rargs]
                if is_counted(said):
                    value, state.rargs[:] = " ".join(said[:2]), said[2:]
            if "MONTH" in metavar:
                has_room = len(state.largs) < most
                value = take_month(option.obj, value, state.rargs, has_room=has_room)
            match_option(name, value, state)

        parser._process_opts, parser._match_long_opt = process, match
        return parser

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if ctx.resilient_parsing and args and args[-1].startswith("--"):
            args = args[:-1]  # whose value is being completed: the others would not be read
        ctx.meta[TYPED] = [*args]
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = error.ctx or ctx  # the parser forgets it where an option lacks its value
            raise

    def invoke(self, ctx: Any) -> Any:
        typed = ctx.meta[TYPED]
        try:
            return super().invoke(ctx)
        except Exception as asked:
            from finally_cli.model.known_at import AnotherDay
            from finally_cli.model.month import known

            if not isinstance(asked, AnotherDay):
                raise
            known.day = asked.day
        with self.make_context(ctx.info_name, typed, parent=ctx.parent) as again:
            return super().invoke(again)

    @property
    def description(self) -> str:
        """What its docstring says before the examples: a sentence, and perhaps more paragraphs."""
        return (self.help or "").partition(EXAMPLES)[0]

    @property
    def examples(self) -> list[str]:
        """The command lines with which its docstring ends."""
        return [line.strip() for line in (self.help or "").partition(EXAMPLES)[2].splitlines()]

    def parameter_sections(self, ctx: Any) -> dict[str, list[tuple[str, str]]]:
        """Its arguments and options under their headings, each as (names, what it is for)."""
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for one in self.get_params(ctx):
            record = one.get_help_record(ctx)
            if one.param_type_name == "argument":
                heading = "Arguments"
            elif one.name == "help":
                heading = COMMON_OPTIONS
            else:
                heading = getattr(one, "rich_help_panel", None) or "Options"
            if record is not None:
                sections.setdefault(heading, []).append(record)
        sections[COMMON_OPTIONS] = sections.pop(COMMON_OPTIONS)  # the last ones
        return {heading: records for heading, records in sections.items() if records}

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.description)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for heading, records in self.parameter_sections(ctx).items():
            with formatter.section(heading):
                formatter.write_dl(records)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        if self.examples:
            with formatter.section("Examples"):
                for line in self.examples:
                    for part in split_line(line, formatter.width - formatter.current_indent):
                        formatter.write(f"{'':{formatter.current_indent}}{part}\n")


def split_line(line: str, width: int) -> list[str]:
    """A command line in parts of that width, each of which a shell takes on with the next.

    >>> split_line("finally report networth --month 2026-10 --by asset", 42)
    ['finally report networth --month 2026-10 \\\\', '  --by asset']
    """
    words = re.findall(r"""(?:"[^"]*"|'[^']*'|[^\s"'])+""", line)
    parts = [words[0]]
    for place, word in enumerate(words[1:], 2):
        mark = "" if place == len(words) else " \\"  # the last needs none
        if len(f"{parts[-1]} {word}{mark}") <= width:
            parts[-1] += f" {word}"
        else:
            parts[-1] += " \\"
            parts.append(f"  {word}")
    return parts


def take_month(option: Any, value: str | None, words: list[str], *, has_room: bool) -> str | None:
    """The value of an option that takes a month: `value` where that was typed with it, as in
    --month=oct, else what the words after it begin with; `newest` where neither is there.

    A word is the month if the option can read it or it is like one, and in any case where the
    command has no room for another argument. `october 2026` may be two words. What is
    taken from the words is None, and left to Click, unless two are taken as one.
    """
    alone = value is None
    if value is None:
        if not words or not is_month_of(option, words[0], has_room=has_room):
            return "newest"
        value = words[0]
    following = words[1 if alone else 0 :][:1]
    if following and following[0].isdecimal() and len(following[0]) == 4 and value.isalpha():
        from finally_cli.model.month import month_number

        if month_number(value):
            del words[: 2 if alone else 1]
            return f"{value} {following[0]}"
    return None if alone else value


def is_counted(words: list[str]) -> bool:
    """Whether words begin with a number and what it is of.

    >>> is_counted(["2", "weeks", "--json"]), is_counted(["2", "--json"]), is_counted(["month"])
    (True, False, False)
    """
    return len(words) > 1 and bool(re.fullmatch("[+-]?[0-9.,]+", words[0])) and words[1].isalpha()


def is_month_of(option: Any, word: str, *, has_room: bool) -> bool:
    """Whether the word after an option is its month."""
    if word.startswith("-"):
        return word[1:].isdecimal()
    if not has_room or not word:
        return True
    from finally_cli.model.errors import BadUsage
    from finally_cli.model.period import is_like_a_month

    try:
        option.type.func(word)
    except BadUsage:
        return is_like_a_month(word)
    return True


class Noun(typer.Typer):
    """The commands of one noun; each of them takes negative amounts as they are typed."""

    def __init__(self, about: str, **settings: Any) -> None:
        super().__init__(
            help=about,
            no_args_is_help=True,
            add_completion=False,
            rich_markup_mode=None,
            context_settings=HELP_NAMES,
            **settings,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Function], Function]:
        return super().command(name, **{"cls": Verb, **settings})


class LazyGroup(TyperGroup):
    """A group that knows its commands by name, and imports one when it is asked for.

    `modules` says in which module of `package` each is. Where `summaries` says what each does, the
    group's help imports none.
    """

    package = "finally_cli.commands"
    modules: Mapping[str, str]
    summaries: Mapping[str, str] | None = None
    default = ""  # the verb that is meant where none is typed

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if self.default and not ctx.resilient_parsing:
            begins = args[0] if args else "-"
            if begins.startswith("-") and begins not in ("-h", "--help"):
                args = [self.default, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.modules:
            return None
        module = import_module(f"{self.package}.{self.modules[cmd_name]}")
        command = typer.main.get_command(app_of(module, cmd_name))
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if not ctx.resilient_parsing:
            self.refuse_broken(args[0])
        return super().resolve_command(ctx, args)

    def refuse_broken(self, name: str) -> None:
        """Raise why a command that was asked for cannot be called, where it would be there."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        if self.summaries is None:
            super().format_commands(ctx, formatter)
            return
        with formatter.section("Commands"):  # as Click does it
            formatter.write_dl(list(self.summaries.items()))


class ArgumentGroup(LazyGroup):
    """A group in which a word that is no verb is a month, which the verb meant by default takes."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        is_argument = args and not args[0].startswith("-") and args[0] not in self.modules
        if is_argument and not ctx.resilient_parsing and not self.is_misspelled(args[0]):
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def is_misspelled(self, word: str) -> bool:
        """Whether a word is a verb with a slip, or what others call it, rather than a month."""
        if not word.isalpha():
            return False
        from finally_cli.commands.usage import SIMILARITY, VERB_SYNONYMS
        from finally_cli.model.errors import BadUsage
        from finally_cli.model.month import parse_month
        from finally_cli.model.text import suggestions

        try:
            parse_month(word)
        except BadUsage:
            meant = VERB_SYNONYMS.get(word.casefold())
            return meant in self.modules or bool(suggestions(word, [*self.modules], SIMILARITY))
        return False


def app_of(module: ModuleType, name: str) -> typer.Typer:
    """What makes the command of a name: the noun that the module is, or its function of the name.

    A function whose name is one of Python's own ends with an underscore: `list_`.
    """
    if hasattr(module, "app"):
        noun: typer.Typer = module.app
        return noun
    function = name.replace("-", "_")
    single = Noun("")
    single.command(name)(getattr(module, function, None) or getattr(module, f"{function}_"))
    return single


def lazy_noun(
    about: str,
    package: str,
    verbs: Mapping[str, str],
    summaries: Mapping[str, str] | None = None,
    *,
    default: str = "",
    group: type[LazyGroup] = LazyGroup,
) -> typer.Typer:
    """A noun that is a package: `verbs` says in which of its modules each verb is.

    `default` is the verb that is meant where none is typed; `group`, what more the noun knows.
    """

    class Verbs(group):  # type: ignore[valid-type, misc]
        modules = verbs

    Verbs.package, Verbs.summaries, Verbs.default = package, summaries, default
    noun = Noun(about, cls=Verbs)
    noun.callback()(lambda: None)
    return noun


def schema_of(body: Callable[..., Any]) -> str:
    """The name of a command's JSON: its path on the command line.

    >>> def add(): ...
    >>> add.__module__ = "finally_cli.commands.snapshot.add"
    >>> schema_of(add)
    'snapshot.add'
    """
    folder = body.__module__.removeprefix("finally_cli.commands.").split(".")[0]
    noun = NOUN_OF.get(folder, folder)
    verb = body.__name__.rstrip("_").replace("_", "-")
    return noun if noun == verb else f"{noun}.{verb}"
