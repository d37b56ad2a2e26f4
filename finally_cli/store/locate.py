"""Which instance a profile means, and a look at one that leaves it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import NotFound
from finally_cli.model.profile import Profile
from finally_cli.store.connection import Tell
from finally_cli.store.instance import Instance

if TYPE_CHECKING:
    import psycopg


def locate_instance(profile: Profile, tell: Tell, *, clean_up: bool = True) -> Instance:
    """The instance of a profile, which is yet to be entered.

    `clean_up`: an embedded one is rid of what proofs left that were killed. Raises Refused where
    the embedded server cannot run.
    """
    if profile.engine == "server":
        from finally_cli.store.remote import RemoteInstance

        return RemoteInstance(profile, tell)
    from finally_cli.store.embedded.instance import EmbeddedInstance

    return EmbeddedInstance(profile, tell, clean_up=clean_up)


@contextmanager
def connect_if_exists(
    instance: Instance, *, looking: bool = False
) -> Iterator[psycopg.Connection[Any] | None]:
    """The owner's connection to a database that is there, or None; nothing is made.

    `looking`: by the way that commands go, through a pooler too. The instance is entered for it.
    Raises NotReachable, NotAllowed.
    """
    if not instance.exists():
        yield None
        return
    with instance:
        try:
            connection = instance.connect_to_look() if looking else instance.connect_as_owner()
        except NotFound as missing:
            if missing.code != "NO_BOOKS":
                raise
            connection = None
        if connection is None:
            yield None
            return
        with closing(connection):
            yield connection
