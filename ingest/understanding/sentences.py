"""Questions, remarks and reasons as sentences of the catalogue."""

from __future__ import annotations

from graph.wording import message, numbered
from ingest.understanding.heads import field_titles, kind_named
from ingest.understanding.result import LeftOut, Question, Remark

#: Answers of one word -> the sentence that says what they mean.
_ANSWERS = {
    "none": "option.none",
    "yes": "option.yes",
    "no": "option.no",
    "year": "option.year",
    "scale": "option.scale",
    "fraction": "option.fraction",
    "%": "option.per_cent",
}


def say(item: Question | Remark, language: str) -> str:
    """Return a question or remark as a sentence.

    Examples
    --------
    >>> say(Remark("TOTAL_DIFFERS", 9, "产生量", ("100", "99")), "en")
    'row 9: the total of 产生量 says 100, the rows sum to 99'
    """
    kind = "ask" if isinstance(item, Question) else "remark"
    return numbered(f"{kind}.{item.code}", item.values, row=item.row, column=item.column).text(language)


def reason(left_out: LeftOut, language: str) -> str:
    """Return why a row is left out, in words.

    Examples
    --------
    >>> reason(LeftOut(9, "TOTAL", "合计 5"), "zh")
    '合计'
    """
    return message(f"left_out.{left_out.reason}").text(language)


def field_title(field: str, language: str) -> str:
    """Return what a field is called.

    Examples
    --------
    >>> field_title("supply", "en"), field_title("supply", "zh")
    ('generated', '产生量')
    """
    zh, en = field_titles()[field]
    return zh if language == "zh" else en


def option_title(question: Question, option: str, language: str) -> str:
    """Return what an answer that a question offers means; empty where it says so itself.

    Examples
    --------
    >>> asked = Question("TWICE:b", "a.csv", "", 0, "b", "TWICE", ("made", "sent"), ("first", "second"))
    >>> option_title(asked, "second", "en")
    'sent'
    """
    if question.code == "TWICE":
        return question.values[question.options.index(option)]
    if option in _ANSWERS:
        return message(_ANSWERS[option]).text(language)
    if question.code == "FIELD":
        return field_title(option, language)
    return kind_title(option, language) if question.code == "KIND" else ""


def kind_title(kind: str, language: str) -> str:
    """Return what a kind of sheet is called.

    Examples
    --------
    >>> kind_title("waste_list", "en"), kind_title("notes", "zh")
    ('waste list', '填写说明')
    """
    known = kind_named(kind)
    if known is None:
        return message(f"sheet.{kind}").text(language)
    return known.zh if language == "zh" else known.en
