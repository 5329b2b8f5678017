"""Backups: one format for both databases, an SQLite file of the same tables, on wish encrypted as ``age`` does."""

from storage.backup.errors import BackupError
from storage.backup.reading import is_encrypted, opened_backup
from storage.backup.restoring import install
from storage.backup.settling import settle
from storage.backup.writing import write_backup

__all__ = ["BackupError", "install", "is_encrypted", "opened_backup", "settle", "write_backup"]
