"""How much work it is to check that a document's fields can be merged, counted before anybody does it.

Fields of the same name in one place are compared with one another, two by two, and so are what is asked of
them: 400 times ``snapshot { fingerprint }`` are 80,000 comparisons. No honest document comes near the limit.
"""

from __future__ import annotations

from collections.abc import Iterable

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

#: The most comparisons; about a fifth of a second.
MOST_COMPARISONS = 5_000


def takes_long_to_merge(document: DocumentNode, most: int = MOST_COMPARISONS) -> bool:
    """Return whether checking a document's fields for conflicts takes more than `most` comparisons.

    Examples
    --------
    >>> from graphql import parse
    >>> takes_long_to_merge(parse("{ parks { id } }")), takes_long_to_merge(parse("{" + " id" * 400 + "}"))
    (False, True)
    """
    counted = _Count(document, most)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            counted.merge([definition.selection_set])
    return counted.left < 0


class _Count:
    def __init__(self, document: DocumentNode, most: int) -> None:
        self.left = most
        self._fragments = {
            definition.name.value: definition.selection_set
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._seen: set[frozenset[int]] = set()
        # Every fragment is compared with every other that is spread beside it.
        self.left -= len(self._fragments) ** 2 // 2

    def merge(self, sets: Iterable[SelectionSetNode]) -> None:
        """Count what it takes to merge selections that answer for the same place, and all below them."""
        fields = self._fields(sets)
        place = frozenset(id(field) for each in fields.values() for field in each)
        if place in self._seen or self.left < 0:
            return
        self._seen.add(place)
        self.left -= 1 + sum(len(each) * (len(each) - 1) // 2 for each in fields.values())
        for each in fields.values():
            below = [field.selection_set for field in each if field.selection_set is not None]
            if below:
                self.merge(below)

    def _fields(self, sets: Iterable[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """Return the fields by the name they answer to, those of fragments among them."""
        fields: dict[str, list[FieldNode]] = {}
        waiting, spread = list(sets), set[str]()
        while waiting:
            for selection in waiting.pop().selections:
                if isinstance(selection, FieldNode):
                    name = (selection.alias or selection.name).value
                    fields.setdefault(name, []).append(selection)
                elif isinstance(selection, FragmentSpreadNode):
                    name = selection.name.value
                    if name in self._fragments and name not in spread:
                        spread.add(name)
                        waiting.append(self._fragments[name])
                elif isinstance(selection, InlineFragmentNode):
                    waiting.append(selection.selection_set)
        return fields
