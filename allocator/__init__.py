"""Hours per resident and service in shared housing, every minute traceable to a rule.

The public names: `read` a folder, workbook or uploaded files to `Inputs`; `allocate` them to a
`Result`.
"""

from allocator.pipeline import Result, allocate
from allocator.tables import Inputs, read
from allocator.version import VERSION as __version__

__all__ = ["Inputs", "Result", "__version__", "allocate", "read"]
