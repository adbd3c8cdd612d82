"""Answers to questions: given before, given now, or taken because a candidate is likely enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.knowledge import MARGIN, Candidate, Decision, Reading, Why
from ingest.proposing.result import Ask, Place
from ingest.understanding import LEAVE_OUT, question_id

#: With ``--yes`` a candidate at least as like is taken; what is less like is left out by name.
LIKELY = 0.6
_OFFERED = 3


@dataclass(slots=True)
class Asker:
    """Collects what must be asked while files are put together.

    Attributes
    ----------
    answers : mapping of str to str
        Question id -> answer, from before.
    takes_likely : bool
        Whether a candidate above `LIKELY` is taken without asking.
    """

    answers: Mapping[str, str]
    takes_likely: bool
    questions: dict[str, Ask] = field(default_factory=dict)

    def meant(self, code: str, text: str, reading: Reading, place: Place, names: Mapping[str, str]) -> str:
        """Return the id that a text means; empty where it has to be asked or is left out.

        Parameters
        ----------
        code : str
            What is asked, see `Ask.code`.
        reading : Reading
            What the reader of words made of the text.
        names : mapping of str to str
            Id that an answer may name -> what it is called, for the options.
        """
        answer = self._answered(code, text, names)
        if answer is not None:
            return answer
        if reading.decision is Decision.CERTAIN:
            return reading.candidates[0].id
        best = reading.candidates[0] if reading.candidates else None
        likeness = best.likeness if best is not None else 0.0
        if best is not None and self.takes_likely and likeness >= LIKELY and not _is_one_of_many(reading):
            return best.id
        self.ask(code, text, place, (text,), options_of(reading.candidates, names), likeness)
        return ""

    def contradicted(
        self, words: str, codes: str, found: Sequence[Candidate], place: Place, names: Mapping[str, str]
    ) -> str:
        """Return which material was answered where words and codes mean two; empty while it is asked.

        Parameters
        ----------
        found : sequence of Candidate
            What the words mean, then what the codes mean.
        """
        about = f"{words} {codes}"
        answer = self._answered("CODE_CONTRADICTS", about, names)
        if answer is None:
            self.ask("CODE_CONTRADICTS", about, place, (words, codes), options_of(found, names))
        return answer or ""

    def _answered(self, code: str, about: str, known: Mapping[str, object]) -> str | None:
        """Return the id that somebody answered, empty where it is left out; None without a usable answer."""
        answer = self.answer(code, about)
        if answer == LEAVE_OUT:
            return ""
        return answer if answer in known else None

    def ask(
        self,
        code: str,
        about: str,
        place: Place,
        values: Sequence[str],
        options: Sequence[tuple[str, str]],
        likeness: float = 0.0,
    ) -> None:
        """Note a question once, at the first place that raises it."""
        asked = question_id(code, about)
        self.questions.setdefault(asked, Ask(asked, code, place, tuple(values), tuple(options), likeness))

    def answer(self, code: str, about: str) -> str | None:
        """Return the answer given to a question, None where none was."""
        return self.answers.get(question_id(code, about))


def _is_one_of_many(reading: Reading) -> bool:
    """Return whether only a code or name of several, or one of several names there, speaks for the best."""
    best, *others = reading.candidates
    near = [item for item in others if item.why is best.why and item.likeness > best.likeness - MARGIN]
    if best.why is not Why.READING:
        return bool(near)
    # 炉渣、粉煤灰 in one cell are both, and one amount for two wastes is of neither.
    text = reading.text.casefold()
    named = best.text.casefold()
    if named != text and named.endswith(text):
        # 炉渣 of a chemical works may be 黄磷炉渣 and 煤气化炉渣 alike.
        return any(item.text.casefold().endswith(text) for item in near)
    return named in text and any(
        (other := item.text.casefold()) in text and other not in named and named not in other for item in near
    )


def options_of(candidates: Sequence[Candidate], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return up to three candidates as answers, each with its name."""
    return tuple((item.id, names.get(item.id, item.text)) for item in candidates[:_OFFERED])
