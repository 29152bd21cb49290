"""The pages of a document: running head and foot, and where its second page begins."""

import io
from typing import Any

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from reportlab.platypus.doctemplate import ActionFlowable

from allocator.export.paper import FAINT, FONT, HEIGHT, INK, INNER, MARGIN, WIDTH, fonts, shown
from allocator.text import translate

_FOOT = 12.0


class Paper(BaseDocTemplate):
    """A4 pages with a running head and foot.

    Parameters
    ----------
    title : shown at the head of every page but the first.
    continued : added to it on the pages after `explained_on`.
    pages, explained_on : how many pages there are and on which the explanation begins; known once
        it has been laid out.
    """

    def __init__(
        self, title: str, continued: str, language: str, pages: int = 0, explained_on: int = 0
    ) -> None:
        fonts()
        self.content = io.BytesIO()
        super().__init__(
            self.content,
            title=shown(title),
            author="allocator",
            lang=language,
            initialFontName=FONT,
        )
        self.head, self.continued, self.language = title, continued, language
        self.pages, self.explained_on = pages, explained_on
        inside = Frame(MARGIN, MARGIN + _FOOT, INNER, HEIGHT - 2 * MARGIN - _FOOT, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [inside], onPage=self._frame))

    def paginate(self, story: list[Flowable]) -> bytes:
        """Lay out the story and give the PDF."""
        self.build(story)
        return self.content.getvalue()

    def _frame(self, canvas: Any, _: Any) -> None:
        canvas.setFont(FONT, 6.5)
        canvas.setFillColor(FAINT)
        foot = translate("export", "document-footer", self.language)
        page = translate("export", "document-page", self.language, page=self.page, pages=self.pages)
        canvas.drawString(MARGIN, MARGIN - 4, shown(foot))
        canvas.drawRightString(WIDTH - MARGIN, MARGIN - 4, page)
        if self.page > 1:
            head = f"{self.head}. {self.continued}" if self.page > self.explained_on else self.head
            canvas.drawString(MARGIN, HEIGHT - MARGIN + 6, shown(head))


class FromSecondPage(ActionFlowable):
    """Begins the explanation: on the second page, or on the current one if that is later."""

    def apply(self, doc: Any) -> None:
        """Break the page of the first page only."""
        if doc.page == 1:
            doc.handle_pageBreak()
        doc.explained_on = max(2, doc.page)


class SigningLine(Flowable):
    """A line to sign on."""

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        """Take the whole width [pt]."""
        self.width = width
        return width, 26.0

    def draw(self) -> None:
        """Draw the line over three fifths of the width."""
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.6)
        self.canv.line(0, 2, self.width * 0.6, 2)
