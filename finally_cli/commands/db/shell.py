"""finally db shell: psql on the database."""

from finally_cli.commands.command import Terminal, operates
from finally_cli.commands.db.url import ServerAddress
from finally_cli.model.masking import refuse_masked
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result


@operates
def shell(profile: Profile, terminal: Terminal) -> Result:
    """Open pgcli or psql on your books.

    Examples:
        finally db shell
        finally db shell < question.sql
    """
    from finally_cli.store.shell import open_shell

    refuse_masked()
    code = open_shell(profile, terminal.say)
    return Result(ServerAddress, [], sentences=[], nothing="", exit_code=code, silent=True)
