"""The paper of a document: fonts, styles, page frame, and a bar of day, evening and night."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, Table

from allocator.terms import Part

FONT, BOLD = "Vera", "VeraBd"
"""Bitstream Vera comes with reportlab, and has the letters of Norwegian."""
WIDTH, HEIGHT = A4
MARGIN = 15 * mm
INNER = WIDTH - 2 * MARGIN
INK, FAINT, RULE = HexColor("#1B2733"), HexColor("#5B6B78"), HexColor("#B9C4CC")
PAPER = HexColor("#EEF2F5")
PART_COLOURS: Mapping[str, Color] = {
    "day": HexColor("#CFE3F1"),
    "evening": HexColor("#6FA3C7"),
    "night": HexColor("#1F3A5F"),
}
"""From light to dark, so that they differ in grey print as well."""
_LETTERS = str.maketrans("ŊŋŦŧ\u2010\u2011", "NnTt--")
"""Letters of Sami and hyphens that the font lacks."""
_BAR, _GAP, _LABEL = 9.0, 6.0, 62 * mm


@cache
def fonts() -> None:
    """Make the fonts known to reportlab."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (FONT, BOLD):
        registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)


@cache
def style(name: str) -> ParagraphStyle:
    """Look up a style by name: title, heading, subheading, text, small, head, figure."""
    fonts()
    plain: dict[str, Any] = {"fontName": FONT, "textColor": INK}
    bold = plain | {"fontName": BOLD}
    styles = {
        "title": bold | {"fontSize": 15, "leading": 19, "spaceAfter": 6},
        "heading": bold | {"fontSize": 10, "leading": 13, "spaceBefore": 9, "spaceAfter": 3},
        "subheading": bold | {"fontSize": 8, "leading": 10, "spaceBefore": 6, "spaceAfter": 2},
        "text": plain | {"fontSize": 8, "leading": 10.5, "spaceAfter": 2},
        "small": plain | {"fontSize": 6.5, "leading": 8.2},
        "head": bold | {"fontSize": 6.5, "leading": 8.2},
        "figure": plain | {"fontSize": 7, "leading": 9, "alignment": 2},
        "figure-head": bold | {"fontSize": 6.5, "leading": 8.2, "alignment": 2},
    }
    return ParagraphStyle(name, **styles[name])


def shown(text: str) -> str:
    """Text as the font can show it; a letter it lacks becomes its nearest, or a question mark."""
    fonts()
    known = _glyphs()
    return "".join(letter if ord(letter) in known else _nearest(letter, known) for letter in text)


@cache
def _glyphs() -> Mapping[int, int]:
    """Look up the letters of the font."""
    font: Any = getFont(FONT)
    glyphs: Mapping[int, int] = font.face.charToGlyph
    return glyphs


def _nearest(letter: str, known: Mapping[int, int]) -> str:
    if letter.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", letter.translate(_LETTERS))
    kept = "".join(sign for sign in plain if ord(sign) in known)
    return kept or ("" if unicodedata.category(letter) in ("Mn", "Cf", "Cc") else "?")


def paragraph(text: str, name: str = "text") -> Paragraph:
    """Words as a paragraph; nothing in them is taken for markup."""
    return Paragraph(escape(shown(text)), style(name))


def table(rows: Sequence[Sequence[Any]], widths: Sequence[float], heads: int = 1) -> Table:
    """Lay out a table over pages: heads on each page, long rows divided where needed."""
    cells = [list(row) for row in rows]
    laid_out = Table(cells, colWidths=list(widths), repeatRows=heads, splitInRow=1)
    laid_out.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, heads - 1), PAPER),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ]
    )
    return laid_out


def facts(pairs: Sequence[tuple[str, str]]) -> Table:
    """Names and values, two pairs abreast."""
    cells = [(paragraph(name, "head"), paragraph(value, "small")) for name, value in pairs]
    if len(cells) % 2:
        cells.append((paragraph(""), paragraph("")))
    half = len(cells) // 2
    rows = [(*left, *right) for left, right in zip(cells[:half], cells[half:], strict=True)]
    laid_out = Table(rows, colWidths=[INNER * share for share in (0.17, 0.33, 0.2, 0.3)])
    laid_out.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ]
    )
    return laid_out


def bars(
    rows: Sequence[tuple[str, Mapping[Part, float], str]], names: Mapping[Part, str]
) -> Drawing:
    """One bar per service, divided into day, evening and night.

    Parameters
    ----------
    rows : label, minutes by part, and the sum in words.
    names : the parts' names, for the legend.
    """
    fonts()
    height = (len(rows) + 1) * (_BAR + _GAP)
    drawing = Drawing(INNER, height)
    longest = max((sum(parts.values()) for _, parts, _ in rows), default=0.0)
    room = INNER - _LABEL - 30 * mm
    for line, (label, parts, total) in enumerate(rows, start=1):
        y = height - line * (_BAR + _GAP)
        drawing.add(_words(0, y + 2, _fitted(label)))
        x = _LABEL
        for part, minutes in parts.items():
            length = room * minutes / longest if longest else 0.0
            drawing.add(_box(x, y, length, part))
            x += length
        drawing.add(_words(x + 3, y + 2, total))
    x = _LABEL
    for part, name in names.items():
        drawing.add(_box(x, 1, _BAR, part))
        drawing.add(_words(x + _BAR + 3, 3, name))
        x += 28 * mm
    return drawing


def _box(x: float, y: float, length: float, part: str) -> Rect:
    look: dict[str, Any] = {
        "fillColor": PART_COLOURS[part], "strokeColor": INK, "strokeWidth": 0.3
    }  # fmt: skip
    return Rect(x, y, length, _BAR, **look)


def _words(x: float, y: float, text: str) -> String:
    return String(x, y, shown(text), fontName=FONT, fontSize=7, fillColor=INK)


def _fitted(label: str) -> str:
    """Shorten a label that would run into its bar; the table above has it whole."""
    while stringWidth(label, FONT, 7) > _LABEL - 2 * mm:
        label = label.removesuffix("…")[:-1] + "…"
    return label
