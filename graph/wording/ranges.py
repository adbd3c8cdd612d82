"""Ranges as a person reads them, on every face alike: a range whose ends read the same is one number."""

from __future__ import annotations

from graph.wording.messages import Words


def span(low: str, high: str, joined: str = " – ") -> str:
    """Return two ends in words, or the one that both are.

    Examples
    --------
    >>> span("20", "50"), span("9,000 t", "9,000 t"), span("1.5", "2", " to ")
    ('20 – 50', '9,000 t', '1.5 to 2')
    """
    return low if low == high else f"{low}{joined}{high}"


def spans(low: str, high: str) -> Words:
    """Return the same in both languages, as within a sentence.

    Examples
    --------
    >>> spans("1 t", "2 t").en, spans("1 t", "1 t").en
    ('1 t to 2 t', '1 t')
    """
    return Words(span(low, high, " 至 "), span(low, high, " to "))


def with_ends(low: str, likely: str, high: str, joined: str = " – ") -> str:
    """Return a likely amount in words, with its ends where they read differently.

    Examples
    --------
    >>> with_ends("20", "30", "50"), with_ends("30", "30", "30")
    ('30 (20 – 50)', '30')
    """
    return likely if low == high else f"{likely} ({span(low, high, joined)})"
