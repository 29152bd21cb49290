"""Each example of the guidance is a case that quotes it, or says why it has no figure."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from .case_files import all_cases

HERE = Path(__file__).parent
GUIDANCE = HERE.parents[1] / "docs" / "guidance"
DOCUMENTS = {"F": "000_9c256482bc339682.txt", "G": "002_a3f579e39dbf48da.txt"}
WITHOUT_FIGURES: Mapping[str, Mapping[str, str]] = yaml.safe_load(
    (HERE / "guidance_without_figures.yaml").read_text("utf-8")
)
"""Document -> sentence, or its beginning -> why no case shows it."""
TELLING = re.compile(
    r"\d|eks(empel|\.)|^Nei\b|^Ja\b|trekkes ikke|rapporteres ikke|ikke tillatt|Det registreres"
    r"|\bskal (derfor |den )?ikke\b|\bskal (regnes|rapporteres til|registreres)",
    re.IGNORECASE,
)
"""Marks a sentence that can hold an example: a number, an example, or a yes or no."""
SENTENCE = re.compile(r"(?<=[.?!”»)])\s+(?=[A-ZÆØÅ«”])")


def whole(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def text_of(document: str) -> str:
    return (GUIDANCE / DOCUMENTS[document]).read_text("utf-8")


def telling_sentences(document: str) -> Iterator[tuple[int, int, str]]:
    """Where each telling sentence begins and ends in the whole text, and the sentence."""
    text, end = whole(text_of(document)), 0
    for line in text_of(document).splitlines():
        for sentence in SENTENCE.split(whole(line)):
            start = text.index(sentence, end)
            end = start + len(sentence)
            if TELLING.search(sentence):
                yield start, end, sentence


def places(document: str, quote: str) -> list[tuple[int, int]]:
    """Every place where a quote stands in a document."""
    matches = re.finditer(re.escape(whole(quote)), whole(text_of(document)))
    return [match.span() for match in matches]


def quotes() -> list[tuple[str, str]]:
    """The document and the words of every quote of the cases."""
    return [pair for case in all_cases() for quoted in case.sitat for pair in quoted.items()]


def test_every_quote_stands_in_its_document_word_for_word() -> None:
    reasons = [
        (document, words) for document in WITHOUT_FIGURES for words in WITHOUT_FIGURES[document]
    ]
    assert [pair for pair in [*quotes(), *reasons] if not places(*pair)] == []


def test_every_example_of_the_documents_is_a_case_or_says_why_not() -> None:
    left = []
    for document in DOCUMENTS:
        spoken_for = [
            span
            for source, words in [
                *quotes(),
                *((document, words) for words in WITHOUT_FIGURES[document]),
            ]
            if source == document
            for span in places(document, words)
        ]
        left += [
            f"{document}: {sentence}"
            for start, end, sentence in telling_sentences(document)
            if not any(first < end and start < last for first, last in spoken_for)
        ]
    assert not left, "\n".join(left)


def test_what_has_no_figure_is_quoted_by_no_case_and_is_telling() -> None:
    for document, reasons in WITHOUT_FIGURES.items():
        telling = list(telling_sentences(document))
        cases = [
            span
            for source, words in quotes()
            if source == document
            for span in places(source, words)
        ]
        for words, why in reasons.items():
            assert whole(why).endswith("."), words
            for first, last in places(document, words):
                assert any(start < last and first < end for start, end, _ in telling), words
                assert not any(start < last and first < end for start, end in cases), words


def test_cases_quote_both_documents_and_name_no_other() -> None:
    assert {document for document, _ in quotes()} == set(DOCUMENTS)
