"""What the tables are, and how they get in."""

from allocator.tables.inputs import Inputs
from allocator.tables.read import read

__all__ = ["Inputs", "read"]
