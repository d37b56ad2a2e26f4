"""What the shell offers on TAB, by the protocols of bash, zsh and fish; and installing it."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.support.processes import COMMAND, Program, environment


def offered(program: Program, line: str, **settings: str) -> list[str]:
    """The words bash is offered at the end of a line; it must be told nothing else."""
    words = line.split(" ")
    shown = program(
        _FINALLY_COMPLETE="complete_bash",
        COMP_WORDS="\n".join(words),
        COMP_CWORD=str(len(words) - 1),
        **settings,
    )
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.stdout.split("\n")[:-1] if shown.stdout.strip() else []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("finally asset close ", ["Car\\ loan", "Checking"]),
        ("finally asset close c", ["Car\\ loan", "Checking"]),
        ("finally asset close CHE", ["Checking"]),
        ("finally snapshot add Che", ["Checking"]),
        ("finally snapshot list --asset Che", ["Checking"]),
        ("finally asset close x", []),
        ("finally asset add New --category CRE", ["CREDIT_CARD"]),
        ("finally asset add New --category cas", ["CASH"]),
        ("finally expense add 5 F", ["FOOD", "FEES"]),
        ("finally expense add 5 fo", ["FOOD"]),
        ("finally expense add 5 FOOD/", ["FOOD/GROCERIES", "FOOD/RESTAURANTS", "FOOD/TAKEAWAY"]),
        ("finally expense add 5 food/g", ["FOOD/GROCERIES"]),
        ("finally expense add 5 GROC", []),
        ("finally expense add 5 SAL", []),
        ("finally expense add 5 CAS", []),
        ("finally expense list --category Tr", ["TRANSPORT"]),
        ("finally inbox assign abcd fo", ["FOOD"]),
        ("finally inbox assign abcd sal", ["SALARY"]),
        ("finally inbox assign abcd oth", ["OTHER"]),  # of either side
        ("finally expense edit abcd --category transport/t", ["TRANSPORT/TAXI"]),
        (
            "finally income add 5 ",
            [
                "SALARY",
                "BONUS",
                "DIVIDEND",
                "RENTAL",
                "DONATION",
                "OTHER",
            ],
        ),
        ("finally income list --category d", ["DIVIDEND", "DONATION"]),
        ("finally income edit abcd --category F", []),
        ("finally category close FOOD/T", ["FOOD/TAKEAWAY"]),
        ("finally expense add 5 FOOD --month 2026-1", ["2026-11", "2026-10"]),
        ("finally report networth --month 2026-1", ["2026-11", "2026-10"]),
        ("finally report networth --from l", ["last"]),
        ("finally asset add New --currency eu", ["EUR"]),
        ("finally category list --kind li", ["liability"]),
        ("finally report networth --by a", ["asset"]),
        ("finally snap", ["snapshot"]),
        ("finally help snap", ["snapshot"]),
        ("finally help snapshot ", ["add", "list", "edit", "delete", "carry", "fill"]),
        ("finally help report n", ["networth", "new"]),
        ("finally help snapshot add ", []),
        ("finally report n", ["networth", "new"]),
        ("finally snapshot add --not", ["--note"]),
    ],
)
def test_bash_is_offered_names_codes_months_and_commands(
    line: str, words: list[str], program: Program
) -> None:
    assert offered(program, line) == words


def described(program: Program, line: str) -> dict[str, str]:
    """What zsh is offered: words, and what is said of each."""
    shown = program(_FINALLY_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=line)
    assert (shown.exit_code, shown.stderr) == (0, "")
    flat = shown.stdout.replace("\n", " ").replace("\\\\:", ":")
    return dict(re.findall(r'"([^"]*)":"([^"]*)"', flat))


def test_ids_are_offered_with_what_they_stand_for(program: Program) -> None:
    ids = {
        note: program(*words, "--note", note, "--json").json["rows"][0]["id"][:8]
        for note, words in {
            "Weekend": ("expense", "add", "1234.5", "food/groceries", "--date", "2030-03-05", "-y"),
            "Prize": ("income", "add", "70", "bonus", "--month", "2030-03", "-y"),
            "Flat": ("recurring", "add", "expense", "900", "rent", "--from", "2030-03"),
        }.items()
    }
    spent = "2030-03-05 1,234.50 Food / Groceries, Weekend"
    for line in ("delete ", "edit ", f"delete {ids['Weekend'][:4]}", "delete week"):
        offer = described(program, f"finally expense {line}")
        assert offer[ids["Weekend"]] == spent, line
        assert ids["Prize"] not in offer
    assert described(program, "finally income delete ")[ids["Prize"]] == (
        "2030-03 70.00 Bonus, Prize"
    )
    for verb in ("edit", "stop", "delete"):
        offer = described(program, f"finally recurring {verb} Fl")
        assert offer == {ids["Flat"]: "900.00 Rent and housing every month, Flat"}
    for line in ("undo", "audit show"):
        done = described(program, f"finally {line} ")
        assert any("finally income add 70 bonus" in said for said in done.values())
    program("recurring", "delete", "Flat", "--yes")


def test_subcategories_are_those_of_the_category_that_was_typed(program: Program) -> None:
    food = ["GROCERIES", "RESTAURANTS", "TAKEAWAY"]
    assert offered(program, "finally expense add 5 FOOD --sub ") == food
    assert offered(program, "finally expense add 5 food --sub r") == ["RESTAURANTS"]
    assert offered(program, "finally expense edit abcd --category food --sub ") == food
    assert offered(program, "finally expense edit abcd --sub groc") == ["GROCERIES"]
    assert offered(program, "finally expense add 5 FOOD") == ["FOOD", *(f"FOOD/{c}" for c in food)]


def test_the_months_are_those_of_the_last_year(program: Program) -> None:
    months = offered(program, "finally report networth --month ")
    assert months[:4] == ["this", "last", "2026-11", "2026-10"]
    assert months[-1] == "2025-11"
    assert offered(program, "finally report networth --month ne") == ["next", "newest"]


def test_zsh_and_fish_are_offered_the_same(program: Program) -> None:
    zsh = program(_FINALLY_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="finally asset close C")
    assert zsh.exit_code == 0
    assert '"Car loan"' in zsh.stdout
    fish = program(
        _FINALLY_COMPLETE="complete_fish",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_ARGS="finally asset add X --category CR",
    )
    assert fish.stdout.splitlines() == ["CRYPTO\tCrypto", "CREDIT_CARD\tCredit cards"]


def test_the_short_name_of_the_program_is_completed_too(program: Program, tmp_path: Path) -> None:
    fin = tmp_path / "fin"
    fin.write_text(f"#!{COMMAND[0]}\nfrom finally_cli.main import run\nrun()\n")
    fin.chmod(0o755)
    shown = subprocess.run(
        [fin],
        env=environment(
            tmp_path,
            **program.settings,
            _FIN_COMPLETE="complete_bash",
            COMP_WORDS="fin asset close Ca",
            COMP_CWORD="3",
        ),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert shown.stdout.splitlines() == ["Car\\ loan"]


# -- silent on any failure


@pytest.mark.parametrize(
    "settings",
    [
        {"FINALLY_DSN": "host=127.0.0.1 port=1 user=ann"},
        {"FINALLY_DSN": "nonsense"},
        {"FINALLY_USER": "nobody"},
        {"FINALLY_DSN": "", "FINALLY_PROFILE": "unknown"},
        {"FINALLY_TODAY": "nonsense"},
    ],
)
def test_what_cannot_be_read_is_not_offered_and_nothing_is_said(
    settings: dict[str, str], program: Program
) -> None:
    month = "FINALLY_TODAY" in settings
    line = "finally report networth --month 2" if month else "finally asset close "
    assert offered(program, line, **settings) == []


def test_an_unmigrated_database_offers_nothing(
    program: Program, server: Server, fresh_database: str
) -> None:
    with closing(server.connect(fresh_database, autocommit=True)) as connection:
        connection.execute("DROP TABLE schema_migrations")
    dsn = server.dsn(fresh_database)
    assert offered(program, "finally asset close ", FINALLY_DSN=dsn) == []
    assert offered(program, "finally asset add X --category ", FINALLY_DSN=dsn) == []


def test_a_broken_configuration_offers_nothing(program: Program) -> None:
    config = program.home / "config"
    config.mkdir()
    (config / "config.toml").write_text("broken = = 1")
    assert offered(program, "finally asset close ") == []


def test_on_tab_no_embedded_server_is_made(program: Program) -> None:
    assert offered(program, "finally asset close ", FINALLY_DSN="") == []
    assert not (program.home / "data").exists()


# -- installing it


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """An empty home, and a shell that the program is told of instead of finding it out."""
    return environment(tmp_path, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")


@pytest.mark.parametrize(
    ("shell", "script", "loaded_by"),
    [
        ("bash", ".bash_completions/finally.sh", ".bashrc"),
        ("zsh", ".zfunc/_finally", ".zshrc"),
        ("fish", ".config/fish/completions/finally.fish", None),
    ],
)
def test_it_is_installed_into_an_empty_home(
    shell: str, script: str, loaded_by: str | None, machine: dict[str, str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [*COMMAND, "--install-completion", shell],
        env=machine,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert script in done.stdout
    assert "_FINALLY_COMPLETE=complete_" in (tmp_path / script).read_text()
    if loaded_by:
        assert Path(script).parts[0] in (tmp_path / loaded_by).read_text()


def test_the_shell_is_found_out_by_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m finally_cli --install-completion; true"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "bash completion installed in" in done.stdout
    assert (tmp_path / ".bash_completions" / "finally.sh").exists()


def test_bash_itself_completes_a_name_with_a_blank(
    program: Program, machine: dict[str, str]
) -> None:
    subprocess.run(
        [*COMMAND, "--install-completion", "bash"], env=machine, capture_output=True, check=True
    )
    command = program.home / "finally"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m finally_cli "$@"\n')
    command.chmod(0o755)
    script = [
        "source ~/.bash_completions/finally.sh",
        "COMP_WORDS=(finally asset close 'Car\\ l')",
        "COMP_CWORD=3",
        f'_finally_completion "{command}"',
        'printf "%s" "${COMPREPLY[@]}"',
    ]
    done = subprocess.run(
        ["bash", "-c", "; ".join(script)],
        env=machine | program.settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "Car\\ loan"
