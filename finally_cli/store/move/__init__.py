"""Moving books to another server: every row by COPY, in one transaction, proven before it is kept.

No pg_dump takes part: its version must fit both servers, and the one that comes with the embedded
server has no TLS. The schema is made by our own migrations at either end.
"""
