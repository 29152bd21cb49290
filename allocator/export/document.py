"""The PDF about one resident: figures and questions on one page, the explanation on the next."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from allocator.export.pages import FromSecondPage, Paper, SigningLine
from allocator.export.paper import INNER, bars, facts, paragraph, table
from allocator.export.words import in_language, period, word
from allocator.results.explanation import Ground, Reason, ServiceExplanation
from allocator.results.hours import PRINTED, undelivered_minutes
from allocator.results.letter_words import LetterWords
from allocator.results.review import Review, review_lines
from allocator.results.unmet import UnmetRow
from allocator.results.why import why
from allocator.rounding import in_parts, whole_minutes
from allocator.tables.rows import rows_of
from allocator.terms import PARTS
from allocator.text import translate
from allocator.text.dates import day

if TYPE_CHECKING:
    from allocator.notices import Notice
    from allocator.pipeline import Result

_ALIKE = frozenset({"CREDIT-06", "LIMIT-01"})
"""Rules of sentences that are the same for every service; the document leaves them out."""
_FIGURE, _WIDE_FIGURE = 18.0 * mm, 23.0 * mm


def resident_document(
    result: "Result",
    unit: str,
    resident: str,
    language: str = "nb",
    today: date | None = None,
    review: Review | None = None,
) -> bytes:
    """Lay out the PDF: services, what is missing, questions, explanation; two pages or more.

    Parameters
    ----------
    result : in the same language (`Result.in_language`).
    today : the date of the run, where it was another day.
    review : the resident's, where the figures were reviewed.

    Raises
    ------
    LookupError : the unit has no such resident.
    """
    writer = _DocumentWriter(result, unit, resident, language, today or date.today(), review)
    # built twice: the first pass counts the pages, the second numbers them
    continued = writer.translate("document-continued", title=writer.translate("document-why"))
    draft = Paper(writer.title, continued, language)
    draft.paginate(writer.story())
    paper = Paper(writer.title, continued, language, draft.page, draft.explained_on)
    return paper.paginate(writer.story())


class _DocumentWriter:
    """Writes the document on one resident."""

    def __init__(
        self,
        result: "Result",
        unit: str,
        resident: str,
        language: str,
        today: date,
        review: Review | None,
    ) -> None:
        residents = result.calculation.inputs.tables["residents"]
        here = (residents["unit"] == unit) & (residents["resident"] == resident)
        if not here.any():
            raise LookupError(resident)
        self.result, self.unit, self.resident = result, unit, resident
        self.language, self.today, self.review = language, today, review
        self.explanations = why(result, unit, resident, None, language)
        self.chapters = {
            explanation.service: [
                (name, _on_paper(reasons)) for name, _, reasons in explanation.chapters
            ]
            for explanation in self.explanations
        }
        self.run = next(run for run in result.run["units"] if run["unit"] == unit)
        self.title = self.translate("document-title", resident=resident)

    def translate(self, key: str, **given: object) -> str:
        return translate("export", key, self.language, **given)

    def story(self) -> list[Flowable]:
        """Build the whole content, in the order it is read."""
        parts: Iterable[Iterable[Flowable]] = (
            [paragraph(self.title, "title"), facts(self._facts())],
            self._services(),
            self._missing(),
            self._questions(),
            self._reviewed(),
            [self._signature(), FromSecondPage()],
            self._explanation(),
        )
        return list(chain.from_iterable(parts))

    def _facts(self) -> list[tuple[str, str]]:
        versions, policies = self.result.run["versions"], self.run["policies"]
        supervision = word("shared_supervision", policies["shared_supervision"], self.language)
        return [
            (self.translate("document-unit"), self.unit),
            (self.translate("document-period"), self._period()),
            (self.translate("document-made"), day(self.today, self.language)),
            (
                self.translate("document-versions"),
                f"{versions['allocator']}, {versions['catalogue']}",
            ),
            (self.translate("document-profile"), policies["profile"]),
            (self.translate("document-reading"), supervision),
            (
                self.translate("document-report"),
                self.translate(f"document-report-{policies['report']}"),
            ),
        ]

    def _period(self) -> str:
        frame = self.result.calculation.inputs.tables["unit"]
        first = frame.loc[frame["unit"] == self.unit, "period_start"].iloc[0]
        return period(first, int(self.run["weeks"]), self.language)

    def _services(self) -> Iterator[Flowable]:
        yield paragraph(self.translate("document-services"), "heading")
        if not self.explanations:
            yield paragraph(self.translate("document-services-none"))
            return
        # without decided figures to report, omfang is what is received
        same = self.run["policies"]["report"] == "received"
        measures = [name for name in PRINTED if not (same and name == "received")]
        names = [*measures, *PARTS]
        heads = [paragraph(self.translate(f"column-{name}"), "figure-head") for name in names]
        rows = [[paragraph(self.translate("column-service"), "head"), *heads]]
        for explanation in self.explanations:
            figures = [getattr(explanation.hours, f"{name}_minutes") for name in measures]
            figures += self._parts(explanation)
            cells = [paragraph(in_language(figure, self.language), "figure") for figure in figures]
            rows.append([paragraph(explanation.name, "small"), *cells])
        widths = [_WIDE_FIGURE if name == "ressursinnsats" else _FIGURE for name in names]
        yield table(rows, [INNER - sum(widths), *widths])
        yield from self._periods()
        yield from self._bars()

    def _periods(self) -> Iterator[Flowable]:
        """List the hours of each period of the services whose row has their average."""
        words = LetterWords(self.language)
        for explanation in self.explanations:
            if explanation.periods:
                periods = words.listed(explanation.periods)
                facts = {"service": explanation.name, "periods": periods}
                yield paragraph(self.translate("document-periods", **facts), "small")

    def _parts(self, explanation: ServiceExplanation) -> list[int]:
        """Return day, evening and night in whole minutes that add up to what is received."""
        parts = [getattr(explanation.hours, f"{part}_minutes") for part in PARTS]
        return in_parts(explanation.hours.received_minutes, parts)

    def _bars(self) -> Iterator[Flowable]:
        rows = [
            (
                explanation.name,
                dict(zip(PARTS, map(float, self._parts(explanation)), strict=True)),
                in_language(explanation.hours.received_minutes, self.language),
            )
            for explanation in self.explanations
            if whole_minutes(explanation.hours.received_minutes)
        ]
        if rows:
            heading = paragraph(self.translate("document-parts"), "heading")
            names = {part: self.translate(f"column-{part}") for part in PARTS}
            yield KeepTogether([heading, bars(rows, names)])

    def _missing(self) -> Iterator[Flowable]:
        yield paragraph(self.translate("document-missing"), "heading")
        rows = [
            row
            for row in rows_of(self.result.unmet, UnmetRow)
            if (row.unit, row.resident) == (self.unit, self.resident)
        ]
        if not rows:
            yield paragraph(self.translate("document-missing-none"))
        names = {explanation.service: explanation.name for explanation in self.explanations}
        for row in rows:
            intervention = self.translate("document-intervention", id=row.intervention)
            sentence = self.translate(
                "document-missing-row",
                service=names[row.service],
                intervention=intervention if row.intervention else "",
                missing=in_language(row.missing_minutes, self.language),
                asked=in_language(row.asked_minutes, self.language),
                reason=translate("explain", f"reason-{row.reason}", self.language),
            )
            yield paragraph(f"• {sentence}")
        for service, minutes in self._undelivered().items():
            facts = {"service": names[service], "undelivered": in_language(minutes, self.language)}
            yield paragraph(f"• {self.translate('document-undelivered', **facts)}")

    def _undelivered(self) -> dict[int, float]:
        """Return what is decided and not received of each service [min per week]."""
        figures = next(own for own in self.result.calculation.units if own.data.unit == self.unit)
        resident = figures.data.residents.index(self.resident)
        return {
            service: minutes
            for (own, service), minutes in sorted(undelivered_minutes(figures).items())
            if own == resident and whole_minutes(minutes)
        }

    def _questions(self) -> Iterator[Flowable]:
        yield paragraph(self.translate("document-questions"), "heading")
        questions = [notice for notice in self.result.all_notices if self._asked(notice)]
        if not questions:
            yield paragraph(self.translate("document-questions-none"))
        for number, notice in enumerate(questions, start=1):
            answered = self.translate("document-answer", answer=notice.answer)
            answer = answered if notice.answer else self.translate("document-unanswered")
            yield paragraph(f"{number}. {notice.message(self.language)} {answer}")

    def _asked(self, notice: "Notice") -> bool:
        """Say whether a notice asks about this resident, or about the whole unit."""
        about = notice.unit == self.unit and notice.resident in ("", self.resident)
        return notice.severity == "question" and about

    def _explanation(self) -> Iterator[Flowable]:
        yield paragraph(self.translate("document-why"), "heading")
        for explanation in self.explanations:
            received = in_language(explanation.hours.received_minutes, self.language)
            yield paragraph(f"{explanation.name}: {received}", "subheading")
            yield self._reasons(explanation)
        yield from self._rules()

    def _rules(self) -> Iterator[Flowable]:
        """List each rule once, under the document that it is in."""
        grounds = {
            ground.rule: ground
            for explanation in self.explanations
            for _, reasons in self.chapters[explanation.service]
            for reason in reasons
            for ground in reason.grounds
        }
        by_source: dict[str, list[Ground]] = {}
        for ground in grounds.values():
            by_source.setdefault(ground.source, []).append(ground)
        for source, rules in by_source.items():
            yield paragraph(self.translate("document-rules", source=source), "subheading")
            for ground in rules:
                text = f"{ground.rule} {ground.title}: {ground.says} ({ground.section})"
                yield paragraph(text, "small")

    def _reasons(self, explanation: ServiceExplanation) -> Flowable:
        styles = {"row": "head", "explanation": "head", "received": "figure-head", "rule": "head"}
        heads = [
            paragraph(self.translate(f"column-{name}"), style) for name, style in styles.items()
        ]
        rows: list[list[Flowable]] = [list(heads)]
        for name, reasons in self.chapters[explanation.service]:
            rows += [self._sum(reasons)] if name == "total" else map(self._reason, reasons)
        return table(rows, [INNER * share for share in (0.19, 0.53, 0.11, 0.17)])

    def _sum(self, reasons: Sequence[Reason]) -> list[Flowable]:
        """Write what the rows add up to, in one row."""
        text = " ".join(reason.text for reason in reasons)
        rules = ", ".join(reason.rules for reason in reasons)
        return [paragraph("", "small"), paragraph(text, "small"), paragraph("", "small"),
                paragraph(rules, "small")]  # fmt: skip

    def _reason(self, reason: Reason) -> list[Flowable]:
        minutes = reason.received_minutes
        figure = in_language(minutes, self.language) if minutes else ""
        return [
            paragraph(reason.location, "small"),
            paragraph(reason.text, "small"),
            paragraph(figure, "figure"),
            paragraph(reason.rules, "small"),
        ]

    def _reviewed(self) -> Iterator[Flowable]:
        """Say who reviewed the figures, when, and whether they are other now."""
        if self.review:
            heading = paragraph(self.translate("document-review"), "heading")
            lines = review_lines(self.review, self.language)
            yield KeepTogether([heading, *map(paragraph, lines)])

    def _signature(self) -> Flowable:
        words = paragraph(self.translate("document-signature"), "small")
        return KeepTogether([Spacer(1, 10), SigningLine(), words])


def _on_paper(reasons: Sequence[Reason]) -> list[Reason]:
    return [
        reason for reason in reasons if _ALIKE.isdisjoint(ground.rule for ground in reason.grounds)
    ]
