"""The input tables: their declarations, and reading and checking of files."""

from allocator.tables.inputs import Inputs
from allocator.tables.read import read

__all__ = ["Inputs", "read"]
