"""Colours, each with the same meaning on every page.

Chosen so that any two services differ for people who see no red or no green, and so that all
stand out from the light and from the dark page. Shortage has a pattern too: never colour alone.
"""

from typing import Final

SERVICES: Final = {
    1: "#2E74A5",
    2: "#61B3D8",
    3: "#58449C",
    4: "#C9A027",
    7: "#899860",
    8: "#9BBE76",
    9: "#E1879D",
    11: "#768395",
    15: "#428568",
    17: "#765643",
    22: "#918AC6",
}
OTHER_SERVICE: Final = "#8C959C"
"""Services that carry no hours."""

SHORTAGE: Final = "#CE4C2A"
SHORTAGE_PATTERN: Final = "/"

PARTS: Final = {"day": "#E3B23C", "evening": "#8B6F9E", "night": "#3F5B83"}
"""Colours of day, evening and night."""

STAFF: Final = {
    "individual": "#1F5A7D",
    "group": "#4C8FB5",
    "supervision": "#8FC1DC",
    "other_work": "#9A7B4F",
    "break": "#C9B48C",
    "presence": "#C3CAD0",
}
"""Time with residents is blue, other work brown, presence without a task grey."""

ON_DUTY: Final = "#5F8CA8"
RESTING: Final = "#A9B7C2"
MARK: Final = "#8A8F94"
"""Marks that must be seen on light and dark alike."""

HEAT: Final = ["rgba(46,116,165,0.06)", "#8DBBD6", "#2E74A5", "#123B57"]


def of_service(code: int) -> str:
    """Return the one colour of a service."""
    return SERVICES.get(code, OTHER_SERVICE)
