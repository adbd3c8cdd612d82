"""The state of a view, which stands in its address: language, park, scenario and what the page adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.language import Language

#: What goes along from page to page.
CARRIED = ("language", "park", "scenario")


@dataclass(frozen=True, slots=True)
class State:
    """What an address says.

    Attributes
    ----------
    path : str
    language : {"zh", "en"}
        Of the page, also where the address names none.
    said : mapping of str to str
        The query as given, blanks left out.
    """

    path: str
    language: Language
    said: Mapping[str, str]

    @property
    def park(self) -> str | None:
        """Only this park and its areas."""
        return self.said.get("park") or None

    @property
    def scenario(self) -> str | None:
        """The scenario that is planned under."""
        return self.said.get("scenario")

    def here(self, **changes: object) -> str:
        """Return the address of this view with some of it changed; None leaves a value out.

        Examples
        --------
        >>> State("/flows", "zh", {"park": "a", "unit": "m3"}).here(unit=None, language="en")
        '/flows?park=a&language=en'
        """
        return _address(self.path, {**self.said, **changes})

    def to(self, path: str, **query: object) -> str:
        """Return the address of another page that keeps language, park and scenario.

        Examples
        --------
        >>> State("/flows", "zh", {"park": "a", "unit": "m3"}).to("/plan")
        '/plan?park=a'
        """
        return _address(path, {**{name: self.said.get(name) for name in CARRIED}, **query})


def state_of(path: str, query: Mapping[str, str], language: Language) -> State:
    """Return the state that an address says."""
    return State(path, language, {name: text.strip() for name, text in query.items() if text.strip()})


def _address(path: str, query: Mapping[str, object]) -> str:
    kept = {name: str(value) for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path
