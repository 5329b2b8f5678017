"""Who orders something on the command line, for the audit log."""

import getpass
import os


def this_actor() -> str:
    """Return ``cli:`` and the account of this machine that typed the command; its number if it has no name."""
    return f"cli:{_account()}"


def _account() -> str:
    try:
        import pwd
    except ImportError:  # Windows
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
