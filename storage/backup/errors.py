"""What may be wrong with a backup.

Exceptions::

    BackupError(Exception)    ``code`` says what
"""


class BackupError(Exception):
    """A backup cannot be written or read.

    ``code``: ``exists`` (there is such a file already), ``unrelated`` (not a backup of Khảo Sát), ``damaged``,
    ``passphrase`` (wrong), ``too_big`` (more than ``limit`` bytes to encrypt or decrypt).
    """

    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit
