"""Backups that are proven before they have their name, and what is made of them again.

A backup is one tar file: `database.dump` (pg_dump's custom format, which pg_restore reads by
itself), `manifest.json` (versions, and the rows and the hash of each table), and `signature`
(HMAC-SHA256 of the manifest under the key in backup.key). The manifest holds the dump's hash.
"""
