"""The icon of the program, drawn here: Streamlit would fetch a named one from another host."""

from functools import cache

from PIL import Image, ImageDraw

from allocator.ui.colours import PARTS

SIDE = 64
BAR = 14


@cache
def icon() -> Image.Image:
    """Draw the icon: day, evening and night as three bars."""
    made = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    drawn = ImageDraw.Draw(made)
    for number, (colour, length) in enumerate(zip(PARTS.values(), (44, 60, 30), strict=True)):
        top = 4 + number * (BAR + 7)
        drawn.rounded_rectangle((2, top, length, top + BAR), 4, fill=colour)
    return made
