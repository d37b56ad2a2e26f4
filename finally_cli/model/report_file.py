"""A report of the user's own: a file NAME.sql, with a header as every statement of ours has one.

    -- report/NAME
    -- One sentence, which is its help; more lines may follow.
    --
    -- param  NAME  TYPE          what the option is for; TYPE? may be left out, TYPE=12 is 12 then
    -- row    NAME  TYPE          a column; TYPE? may be null
    -- chart  line                it is on a page, as a line, as a bar or as a table
    SELECT ...

The types are those of `report_types`. What is wrong with a header is collected, each with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from finally_cli.model.errors import BadUsage
from finally_cli.model.money import parse_money
from finally_cli.model.report_chart import chart_fault
from finally_cli.model.report_fields import ChartLine, Column, Fault, Param
from finally_cli.model.report_types import BY_NAME, PARAM_TYPES, param_word
from finally_cli.model.sql_text import read_sql
from finally_cli.model.text import UNSEEN, did_you_mean, quote, suggestions

LONGEST_NAME = 60
MOST_LINES = 500  # of a header
MOST_TOLD = 20  # of the same fault
NAME = rf"[a-z][a-z0-9_-]{{0,{LONGEST_NAME - 1}}}"
NAME_HINT = f"Use up to {LONGEST_NAME} small letters, digits, - and _, a letter first."
FIELD = r"(\S+)(?:\s+(.+?)(?:(?:\s{2,}|\t)(\S.*))?)?"
TYPE = r"([a-z][a-z0-9]*(?: [a-z]+)*(?:\[\])?)(\?)?(?:\s?=\s?(.+))?"
COLUMN_NAME = r"[^\W\d_]\w*"
PARAM_NAME = r"[a-z][a-z0-9_]*"
NO_ROWS = "no row line says which columns it has"
HIDDEN = rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{''.join(sorted(UNSEEN))}]"
# Options that every report has, and keys of its JSON.
RESERVED = (
    "json", "csv", "quiet", "no_pager", "mask", "profile", "user", "help", "show_sql", "explain",
    "known_at", "strict", "html", "output", "force", "schema", "rows", "totals",
    "coverage", "notes",
)  # fmt: skip


@dataclass
class ReportFile:
    """A report as its file says it. It can be asked only if it has no `faults`."""

    name: str
    sentence: str = ""
    more: str = ""  # of what it is about
    params: list[Param] = field(default_factory=list)  # without user_id
    rows: list[Column] = field(default_factory=list)
    chart: ChartLine | None = None  # how a page draws it
    body: str = ""
    faults: list[Fault] = field(default_factory=list)
    named: dict[str, int] = field(
        default_factory=dict
    )  # the line of each param, user_id among them
    text: str = ""

    @property
    def file(self) -> str:
        """Its file, as failures name it."""
        return f"{self.name}.sql"

    @property
    def title(self) -> str:
        """Its sentence, as it stands above a table."""
        return self.sentence.removesuffix(".")


def parse_report(name: str, text: str) -> ReportFile:
    """The report in a file's text, with everything that is wrong with its header.

    >>> header = "-- report/one\\n-- One.\\n--\\n-- row  n  integer\\n"
    >>> found = parse_report("one", f"{header}SELECT 1 AS n")
    >>> found.sentence, found.rows[0].name, found.body, found.faults
    ('One.', 'n', 'SELECT 1 AS n', [])
    """
    report = ReportFile(name, text=text.removeprefix("\ufeff").replace("\r\n", "\n"))
    lines = report.text.split("\n")
    report.faults += unseen_characters(lines)
    if report.faults:
        return report
    end = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    header = [line.removeprefix("--").strip() for line in lines[:end]]
    report.body = "\n".join(lines[end:])
    read_words(report, header)
    if not report.body.strip():
        report.faults.append(
            Fault(max(end, 1), "it has no statement", "Write one below its header.")
        )
    read_fields(report, header)
    compare_placeholders(report)
    if report.chart and (report.rows or not report.faults):
        report.faults += chart_fault(report.chart, report.rows)
    report.faults.sort(key=lambda fault: fault.line)
    return report


def unseen_characters(lines: Sequence[str]) -> Iterator[Fault]:
    """A fault for each line with a character that acts on a terminal, or hides what is written."""
    unseen = re.compile(HIDDEN)
    for number, line in enumerate(lines, start=1):
        if found := unseen.search(line):
            yield Fault(
                number,
                f"it holds a character that is not seen, U+{ord(found[0]):04X}",
                "Take it out.",
            )


def read_words(report: ReportFile, header: Sequence[str]) -> None:
    """The first lines: the name, the sentence and what follows it."""
    wanted = f"report/{report.name}"
    first = header[0] if header else ""
    if first.removesuffix(".sql") not in (wanted, f"reports/{report.name}", report.name):
        said = f"its first line says {quote(first)}" if header else "it has no header"
        report.faults.append(Fault(1, said, f"Write: -- {wanted}"))
    if len(header) < 2 or not header[1] or is_field(header[1]):
        report.faults.append(
            Fault(2, "no sentence says what it shows", "Write: -- What it shows, in a sentence.")
        )
        return
    report.sentence = header[1]
    about = []
    for line in header[2:]:
        if not line or is_field(line):
            break
        about.append(line)
    report.more = " ".join(about)


def is_field(line: str) -> bool:
    """Whether a line of the header is one that the parameters and columns begin with."""
    return bool(re.match(r"(param|row)\s+\w+\s+\w|chart\s+(line|bar|table)$", line))


def read_fields(report: ReportFile, header: Sequence[str]) -> None:
    """The lines of parameters and columns."""
    start = next((i for i, line in enumerate(header) if i > 1 and not line), len(header))
    start = next((i for i, line in enumerate(header[:start]) if is_field(line)), start)
    before = len(report.faults)
    for number, line in enumerate(header[start:], start=start + 1):
        kind, _, rest = line.replace("\t", "  ").partition(" ")
        said = re.fullmatch(FIELD, rest.strip())
        if not line:
            continue
        if number > MOST_LINES:
            report.faults.append(
                Fault(number, f"its header has more than {MOST_LINES} lines", "Shorten it.")
            )
            return
        if kind == "chart" and said is not None:
            add_chart(report, ChartLine(rest.strip(), number))
            continue
        if kind not in ("param", "row") or said is None:
            report.faults.append(
                Fault(
                    number,
                    f"{quote(line)} is neither a param nor a row, nor a chart",
                    "Write: -- param  NAME  TYPE  remark, or: -- row  NAME  TYPE  remark",
                )
            )
            continue
        name, words, remark = said[1], said[2] or "", said[3] or ""
        if kind == "param":
            report.named.setdefault(name, number)
        found = re.fullmatch(TYPE, words, re.IGNORECASE)
        type_ = found[1].lower() if found else ""
        if found is None:
            report.faults.append(no_type(number, name, words))
        elif kind == "row":
            add_column(report, Column(name, type_, bool(found[2]), remark, number), found[3])
        else:
            word = param_word(name, type_)
            add_param(report, Param(name, word, bool(found[2]), found[3], remark, number))
    if not report.rows and len(report.faults) == before:
        report.faults.append(
            Fault(
                start + 1,
                NO_ROWS,
                f"The lines to write are told by: finally report check {report.name}",
            )
        )


def no_type(number: int, name: str, words: str) -> Fault:
    """The refusal of what is no type.

    >>> no_type(4, "n", "character varying(20)").hint
    'Write character varying alone.'
    """
    if not words:
        return Fault(number, f"{quote(name)} has no type", "Write a type such as text or money.")
    bare = re.match(r"[a-z]+( [a-z]+)*", words)
    hint = f"Write {bare[0]} alone." if bare else "Write a type such as text or money."
    return Fault(number, f"{quote(words)} is no type of {quote(name)}", hint)


def add_column(report: ReportFile, column: Column, default: str | None) -> None:
    """Take a column into the report, or say what is wrong with it."""
    if default:
        message, hint = "a row has no default", "Leave it out, or coalesce in the statement."
    elif not re.fullmatch(COLUMN_NAME, column.name):
        message = f"{quote(column.name)} cannot name a column"
        hint = "Use letters, digits and _, and name it so in the statement: AS name"
    elif column.name in [other.name for other in report.rows]:
        message, hint = f"there are two columns {quote(column.name)}", "Name one of them otherwise."
    else:
        report.rows.append(column)
        return
    report.faults.append(Fault(column.line, message, hint))


def add_chart(report: ReportFile, chart: ChartLine) -> None:
    """Take how it is drawn into the report, or say that it was told already."""
    if report.chart is None:
        report.chart = chart
    else:
        report.faults.append(Fault(chart.line, "it says twice how it is drawn", "Take one out."))


def add_param(report: ReportFile, param: Param) -> None:
    """Take a parameter into the report, or say what is wrong with it."""
    if param.name == "user_id":
        if param.word != "uuid" or param.nullable or param.default:
            report.faults.append(
                Fault(
                    param.line, "user_id is whose books are open", "Write: -- param  user_id  uuid"
                )
            )
        return
    fault = fault_of_name(report, param) or fault_of_type(param)
    if fault is not None:
        report.faults.append(Fault(param.line, *fault))
    if param.word in PARAM_TYPES:
        report.params.append(param)


def fault_of_name(report: ReportFile, param: Param) -> tuple[str, str] | None:
    """What is wrong with a parameter's name, and what to do."""
    if not re.fullmatch(PARAM_NAME, param.name):
        return f"{quote(param.name)} cannot name an option", "Use small letters, digits and _."
    if param.name in RESERVED:
        return f"every report has {quote(param.name)} already", "Give the parameter another name."
    if common := set(flags_of(param)) & {f"--{name.replace('_', '-')}" for name in RESERVED}:
        return f"every report has {common.pop()} already", "Give the parameter another name."
    taken = {flag for other in report.params for flag in flags_of(other)}
    if taken & set(flags_of(param)):
        return f"there are two parameters {quote(param.name)}", "Name one of them otherwise."
    return None


def flags_of(param: Param) -> list[str]:
    """The options that a parameter takes: a flag may have one for no, too."""
    return [param.flag, f"--no-{param.flag[2:]}"] if param.word == "boolean" else [param.flag]


def fault_of_type(param: Param) -> tuple[str, str] | None:
    """What is wrong with a parameter's type or default, and what to do."""
    if param.word not in PARAM_TYPES:
        close = did_you_mean(suggestions(param.word, list(PARAM_TYPES), 0.7))
        return (
            f"an option cannot be of the type {quote(param.word)}",
            f"{close}Types are: {', '.join(PARAM_TYPES)}",
        )
    if param.default is None:
        return None
    if param.nullable:
        return (
            f"{quote(param.name)} has a default, and so is never null",
            "Leave out the ? or what follows the =.",
        )
    if param.word in BY_NAME:
        return f"{quote(param.name)} can have no default", "Write ? in place of it, or nothing."
    parse = parse_money if param.word == "money" else param.type.parse  # whatever the currency
    try:
        parse(param.default)
    except BadUsage as error:
        return f"the default of {quote(param.name)} cannot be read: {error.message}", error.hint
    return None


def compare_placeholders(report: ReportFile) -> None:
    """Find where the statement and the header do not name the same parameters."""
    used = read_sql(report.text).names
    start = len(report.text) - len(report.body)
    for name in [name for name in used if name not in report.named][:MOST_TOLD]:
        at = report.text.find(f"%({name})s", start)
        report.faults.append(
            Fault(
                report.text.count("\n", 0, at) + 1,
                f"%({name})s is no parameter of the header",
                f"Write in it: -- param  {name}  {'uuid' if name == 'user_id' else 'TYPE'}",
            )
        )
    for name, line in report.named.items():
        if name not in used:
            report.faults.append(
                Fault(
                    line,
                    f"the statement does not use {quote(name)}",
                    f"Write %({name})s in it, or take the line out.",
                )
            )
