"""Questions, remarks and reasons as sentences of the catalogue."""

from __future__ import annotations

from graph.wording.messages import message, numbered
from ingest.understanding.fields import kind_named
from ingest.understanding.result import LeftOut, Question, Remark


def say(item: Question | Remark, language: str) -> str:
    """Return a question or remark as a sentence.

    Parameters
    ----------
    language : {"zh", "en"}

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
