"""A fault put into a function of a program that is already imported."""

import gc
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType

Functions = Mapping[tuple[str, str], list[FunctionType]]
"""File and qualified name -> the functions, alive, that came of it."""


def functions_of(folder: Path) -> Functions:
    """Every function whose source lies in a folder."""
    found: dict[tuple[str, str], list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(str(folder)):
            key = one.__code__.co_filename, one.__code__.co_qualname
            found.setdefault(key, []).append(one)
    return found


def swapped(path: Path, source: bytes, functions: Functions) -> bool:
    """Put the fault that is now in a file into the functions that it is in.

    Parameters
    ----------
    source : the file as it was when it was imported.

    Returns
    -------
    False where the fault lies outside of every body, as a constant of a module or the default of
    an argument, or cannot be put in.
    """
    was, becomes = (
        {code.co_qualname: code for code in _bodies(compile(text, str(path), "exec"))}
        for text in (source, path.read_bytes())
    )
    for name, code in becomes.items():
        living = functions.get((str(path), name), [])
        if living and code != was[name]:
            if any(one.__code__.co_freevars != code.co_freevars for one in living):
                return False
            for one in living:
                one.__code__ = code
            return True
    return False


def _bodies(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module and the methods of its classes; not what lies in them."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_flags & 1:  # a function's own variables; a class body has none
                yield constant
            else:
                yield from _bodies(constant)
