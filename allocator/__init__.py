"""Hours per resident and service in shared housing, every minute traceable to a rule.

The public names: `read` a folder, workbook or uploaded files to `Inputs`; `allocate` them to a
`Result`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from allocator.pipeline import Result, allocate
    from allocator.tables.inputs import Inputs
    from allocator.tables.read import read
    from allocator.version import VERSION as __version__

__all__ = ["Inputs", "Result", "__version__", "allocate", "read"]
_HOMES = {
    "Inputs": ("allocator.tables", "Inputs"),
    "Result": ("allocator.pipeline", "Result"),
    "__version__": ("allocator.version", "VERSION"),
    "allocate": ("allocator.pipeline", "allocate"),
    "read": ("allocator.tables", "read"),
}
"""Public name -> the module that has it, and its name there; loaded when it is first asked for."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, own = _HOMES[name]
    value = getattr(import_module(module), own)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
