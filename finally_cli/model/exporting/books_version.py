"""What a file of books is called, and the version of it that this program writes and reads.

A later program reads a file of every version up to its own, of which tests keep one each. What is
added to the books has a meaning where a file does not say it; where that cannot be, or where a
program of today would read something wrong, the version is another.
"""

SCHEMA, VERSION = "finally.books", 1
