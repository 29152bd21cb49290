"""The words of the program in Norwegian and English, kept apart from the code."""

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("nb", "en")


@cache
def texts(name: str) -> dict[str, dict[str, str]]:
    """Read the texts of one file of this folder: key -> language -> words."""
    path = Path(__file__).parent / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def translate(file: str, key: str, language: str, **facts: object) -> str:
    """Return one text with its facts filled in.

    Raises
    ------
    KeyError : there is no such text, or a fact is missing.
    """
    return texts(file)[key][language].format(**facts)
