"""Who is at work: the account on this machine."""

import getpass


def account() -> str:
    """Return the name of the account on this machine; empty where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""
