"""Codes that contradict words: a ledger's 炭渣 under the code of aluminium slags is no activated carbon.

A code agrees with a material that carries it or whose kinds do, or that it is named like; what only a
more general kind carries agrees unless another kind of that carries it too: the code of 脱硫石膏 is none of
磷石膏. Of the codes that nobody carries the class is compared. What is filed under the rest (其他废物, wastes
not otherwise specified) contradicts nothing, and neither does a list that has no code for the material at
all, but one: what carries no code of hazardous waste is not known as hazardous. Of China's solid wastes an
item that no table holds says at least whose it is: under the industry that gives the material off, its class
is a slip of filing. An item like those of hazardous waste that their table does not hold may be one of
GB/T 39198-2020.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from graph.errors import SymbioflowError
from graph.knowledge.codes import Code, CodeScheme, codes_in, words_beside_codes
from graph.knowledge.industries import IndustryReader
from graph.knowledge.materials import MOST_CANDIDATES, MaterialReader
from graph.knowledge.words import SURE, Candidate, Decision, Reading, Why
from graph.model import Material, WasteCode
from graph.snapshot import Snapshot
from graph.taxonomy import upward
from graph.wording import folded

#: A name of a code that is so like a material speaks for it.
_NAMED_LIKE = 0.55
#: And so is one that is nearly as like as the one most like it.
_AS_LIKE = 0.8
#: A code that more materials carry than this says too little against another one.
_FEW = 3
#: How the lists call what has no entry of its own.
_REST = ("其他", "wastes not otherwise specified")
#: The classes of general solid waste of GB/T 39198-2020, whose items look like those of hazardous waste.
_OLDER = frozenset(
    f"{at:02}" for at in (*range(1, 15), 21, 29, *range(31, 34), *range(39, 47), 49, *range(51, 100))
)
#: Entries of one sub-chapter of the European list are of one process: its first four digits.
_SUB_CHAPTER = 4


class Contradictions:
    """The codes of the material library, prepared for being compared with what words were read as.

    Examples
    --------
    >>> Contradictions(Snapshot.of([])).of("fly-ash", "粉煤灰", "HW48")
    ()
    >>> Contradictions(Snapshot.of([])).of("fly-ash", "粉煤灰", "SW02") is None
    True
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._reader = MaterialReader.of(snapshot)
        self._industries = IndustryReader.of(snapshot)
        materials = snapshot.by_id(Material)
        parents = {str(id_): row.kind_of for id_, row in materials.items()}
        self._above = {id_: upward(id_, parents.get) for id_ in parents}
        #: Each material with its more general kinds and its own kinds.
        self._family: dict[str, set[str]] = defaultdict(set)
        for id_ in parents:
            for above in self._above[id_]:
                self._family[id_].add(above)
                self._family[above].add(id_)
        self._donors = {str(id_): frozenset(row.donor_isic) for id_, row in materials.items()}
        self._groups: dict[str, set[tuple[CodeScheme, str]]] = defaultdict(set)
        self._carriers: dict[tuple[CodeScheme, str], set[str]] = defaultdict(set)
        for id_, row in materials.items():
            for code in codes_in(" ".join((*row.ewc_codes, *row.sw_codes, *row.hw_codes))):
                self._groups[id_].add(_group(code))
                self._carriers[code.scheme, code.code].add(str(id_))
        self._names: dict[tuple[str, str], tuple[str, ...]] = {
            (row.scheme, row.code): (row.name_zh, row.name_en) for row in snapshot.all(WasteCode)
        }

    @classmethod
    def among(cls, snapshot: Snapshot) -> Contradictions:
        """Return those of a snapshot, prepared once for all that hold its materials and codes."""
        return snapshot.derived(cls, "materials", "waste_codes", "ports", "industries")

    def of(
        self, material: str, words: str, codes: str, donor_isic: frozenset[str] = frozenset()
    ) -> tuple[Candidate, ...] | None:
        """Return what codes mean, best first, where none agrees with what words were read as, else None.

        Nothing in the library may be what they mean: then they contradict and have no candidate.

        Parameters
        ----------
        material : str
            Id of what the words were read as; of an unknown one nothing can be said.
        words : str
            Words that say the name of a code (酸洗污泥 under 污泥) agree with it.
        donor_isic : frozenset of str
            ISIC classes that give it off, whose wastes come first.
        """
        written = codes_in(codes)
        said = [self._says(words, code) or self._agrees(material, code) for code in written]
        if True in said or False not in said:
            return None
        against = " ".join(code.code for code, agrees in zip(written, said, strict=True) if agrees is False)
        found = self._reader.candidates(against, donor_isic)
        meant = [item for item in found if item.why is Why.CODE and not self.are_kin(material, item.id)]
        near = {
            str(self._reader.materials[at].id): best.likeness
            for at, best in self._reader.best_names(words).items()
        }
        return tuple(sorted(meant, key=lambda item: (-item.likeness, -near.get(item.id, 0.0))))

    def read(self, text: str, donor_isic: frozenset[str] = frozenset()) -> Reading:
        """Return what a text may mean, asked about where its codes are of another material than its words.

        See `MaterialReader.read`. Of two that are called alike the one whose code stands there is meant.
        """
        reading = self._reader.read(text, donor_isic)
        codes = codes_in(text) if reading.decision is not Decision.UNKNOWN else ()
        words = words_beside_codes(text) if codes else ""
        if not words:
            return reading
        named = self._reader.read(words, donor_isic).candidates
        if not named or named[0].likeness < SURE:
            return reading
        written = " ".join(code.code for code in codes)
        meant = self.meant(named[0], named, words, written, donor_isic)
        if len(meant) == 1:
            others = (item for item in reading.candidates if item.id != meant[0].id)
            return Reading(text, Decision.CERTAIN, (meant[0], *others)[:MOST_CANDIDATES])
        if not meant:
            return reading
        return Reading(text, Decision.ASK, meant[:MOST_CANDIDATES], written)

    def meant(
        self,
        best: Candidate,
        words: Sequence[Candidate],
        text: str,
        codes: str,
        donor_isic: frozenset[str] = frozenset(),
    ) -> tuple[Candidate, ...]:
        """Return the one material that words and codes both mean, or what each means where they contradict.

        Nothing where they do not contradict: then `best` holds.

        Parameters
        ----------
        best : Candidate
            What is taken, of the words or of the codes.
        words : sequence of Candidate
            What the words `text` may mean.
        """
        carriers = self.carriers(codes)
        # Of two that are called alike the one whose code stands there.
        alike = tuple(item for item in words if item.why.exact and item.id in carriers)
        if len(alike) == 1:
            return alike
        if best.why is not Why.CODE:
            against = self.of(best.id, text, codes, donor_isic)
            return () if against is None else (best, *against)
        sure = [item for item in words if item.likeness >= SURE and item.why is not Why.CODE]
        agreed = not sure or any(self.are_kin(best.id, item.id) for item in sure)
        return () if agreed else (sure[0], best)

    def carriers(self, codes: str) -> frozenset[str]:
        """Return the materials that carry an item of some codes, no mere class."""
        items = [code for code in codes_in(codes) if code.code != code.code_class]
        return frozenset().union(*(self._carriers[code.scheme, code.code] for code in items))

    def are_kin(self, one: str, other: str) -> bool:
        """Return whether two materials are the same or one is a kind of the other."""
        return other in self._family[one]

    def _says(self, words: str, code: Code) -> bool:
        """Return whether words say the name of a code whole, in either language."""
        names = self._names.get((code.scheme, code.code), ())
        return any(len(name) > 1 and folded(name) in folded(words) for name in names)

    def _agrees(self, material: str, code: Code) -> bool | None:
        """Return whether a code agrees with a material; None where it says neither."""
        family, carriers = self._family[material], self._carriers[code.scheme, code.code]
        kinds = {id_ for id_ in carriers & family if material in self._above[id_]}
        if kinds or (carriers and carriers <= family):
            return True
        if self._may_be_older(code):
            return None
        few = 0 < len(carriers) <= _FEW
        if self._is_of_the_rest(code) and not few:
            return None
        named = self._named_like(code)
        if named & family:
            return True
        own = set().union(*(self._groups[id_] for id_ in family))
        if _group(code) in own and not few and not (carriers and named):
            return True
        if code.scheme is CodeScheme.EWC:
            return False if carriers or named else None
        if code.scheme is CodeScheme.SW and self._is_of_its_industry(code, material):
            return True
        known = any(scheme is code.scheme for scheme, _ in own)
        return False if known or few or code.scheme is CodeScheme.HW else None

    def _may_be_older(self, code: Code) -> bool:
        """Return whether a code looks like an item of hazardous waste and may be one of the older list."""
        listed = (code.scheme, code.code) in self._names or code.code == code.code_class
        return code.scheme is CodeScheme.HW and not listed and code.code[-2:] in _OLDER

    def _is_of_the_rest(self, code: Code) -> bool:
        names = (
            *self._names.get((code.scheme, code.code_class), ()),
            *self._names.get((code.scheme, code.code), ())[1:],
        )
        return any(name.startswith(_REST) for name in names)

    def _is_of_its_industry(self, code: Code, material: str) -> bool:
        """Return whether an item that no table holds is one of an industry that gives the material off."""
        if code.code == code.code_class or (code.scheme, code.code) in self._names:
            return False
        try:
            classes = self._industries.resolve(f"GB/T 4754:{code.code[:3]}")
        except SymbioflowError:
            return False  # 900: of any industry
        return not self._donors[material].isdisjoint(self._industries.isic_of(classes))

    def _named_like(self, code: Code) -> set[str]:
        """Return the materials that the name of a code is like; 飞灰 is less so than 生活垃圾焚烧飞灰."""
        like: dict[int, float] = {}
        for name in filter(None, self._names.get((code.scheme, code.code), ())):
            for at, best in self._reader.best_names(name).items():
                like[at] = max(like.get(at, 0.0), best.likeness)
        least = max(_NAMED_LIKE, _AS_LIKE * max(like.values(), default=0.0))
        return {str(self._reader.materials[at].id) for at, likeness in like.items() if likeness >= least}


def _group(code: Code) -> tuple[CodeScheme, str]:
    """Return what entries of one kind share: the class, of the European list the sub-chapter."""
    return code.scheme, code.code[:_SUB_CHAPTER] if code.scheme is CodeScheme.EWC else code.code_class
