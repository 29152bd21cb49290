"""A fault put into a function of a program that is already imported."""

import gc
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType

Functions = Mapping[tuple[str, str], list[FunctionType]]
"""File and qualified name -> the functions, alive, that came of it."""


def functions_of(folder: Path) -> Functions:
    """Every function whose source lies in a folder."""
    functions: dict[tuple[str, str], list[FunctionType]] = {}
    for function in gc.get_objects():
        if isinstance(function, FunctionType):
            code = function.__code__
            if code.co_filename.startswith(str(folder)):
                functions.setdefault((code.co_filename, code.co_qualname), []).append(function)
    return functions


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
            if any(function.__code__.co_freevars != code.co_freevars for function in living):
                return False
            for function in living:
                function.__code__ = code
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
