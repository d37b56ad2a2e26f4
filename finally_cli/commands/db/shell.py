"""finally db shell: psql on the database."""

from finally_cli.commands.command import Talk, operates
from finally_cli.commands.db.url import ServerAddress
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Sheet


@operates
def shell(profile: Profile, talk: Talk) -> Sheet:
    """Open pgcli or psql on your books."""
    from finally_cli.store.shell import open_shell

    code = open_shell(profile, talk.say)
    return Sheet(ServerAddress, [], sentences=[], nothing="", exit_code=code, silent=True)
