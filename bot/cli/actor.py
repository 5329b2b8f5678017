"""Who orders something on the command line, for the audit log."""

import getpass
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.office.actor import Actor
    from storage.scope import Scope


def this_actor() -> str:
    """Return ``cli:`` and the account of this machine that typed the command; its number if it has no name."""
    return f"cli:{_account()}"


def this_operator() -> "Actor":
    """Return who types commands on this machine: everything is theirs."""
    from bot.office.actor import operator

    return operator(this_actor())


def everything() -> "Scope":
    """Return whom the operator may see."""
    from bot.office.rights import Right

    return this_operator().units(Right.MENU)


def _account() -> str:
    try:
        import pwd
    except ImportError:  # Windows
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
