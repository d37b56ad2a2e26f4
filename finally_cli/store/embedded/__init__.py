"""The embedded server: one private PostgreSQL cluster of one operating-system user.

    home/
      .made-by-finally    the mark that the folder is ours; only what carries one is ever removed
      use           lock that every command shares for its life; the last one out stops the server
      alive         lock that the server's own processes hold: the kernel knows whether any exists
      reaper        lock of the one process that stops a lingering server
      kept          there while `finally db start` wants the server to stay
      log, log.1    what the server said
      18/           the cluster, named by its major version; made as 18.new.PID and then renamed
      making        there while a cluster is made: which folder that is
      run/          the socket (or a short private folder under /tmp)
      pg_hba.conf, pg_ident.conf    who may come in; written anew whenever they differ
      wheel-…/      as root, if the server's user cannot reach the wheel: what it needs of it

No state is kept in pid files: the kernel releases a lock when its last holder is gone, however it
went.
"""

from finally_cli.store.embedded.server import EmbeddedServer

__all__ = ["EmbeddedServer"]
