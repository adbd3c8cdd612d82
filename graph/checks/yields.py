"""Rules of yields that follow the input: each of an output of its recipe, and none that makes an element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from graph.checks.finding import Finding, finding
from graph.model import Port
from graph.recipes import ALSO, ELEMENT_TOLERANCE, Library
from graph.snapshot import Records, Snapshot
from graph.vocabulary import Direction, RecipeBasis
from graph.wording import message

_OUTPUTS = (Direction.PRODUCT, Direction.RESIDUE)


def check_yields(records: Records, merged: Snapshot) -> Iterator[Finding]:
    """Find yields of what is no output, of what is no main input, and those that make an element."""
    if "port_yields" not in records:
        return
    part, ports = records["port_yields"], {str(port.id): port for port in merged.all(Port)}
    library = Library.of(merged)
    for row, values in enumerate(part.to_pylist()):
        port = ports.get(values["port"])
        if port is None:
            continue
        if port.direction not in _OUTPUTS:
            expected = message("expected.output_port")
            yield finding("port_yields", part, row, "port", "YIELD_OF_NO_OUTPUT", expected)
            continue
        mains = [
            one.material for one in library.ports[port.technology] if one.direction is Direction.MAIN_INPUT
        ]
        if values["main_input"] is not None and values["main_input"] not in mains:
            inputs = ", ".join(sorted(mains))
            expected = message("expected.main_input_of", technology=port.technology, inputs=inputs)
            yield finding("port_yields", part, row, "main_input", "YIELD_OF_NO_INPUT", expected)
        elif values["main_input"] is None and not values["component"]:
            expected = message("expected.yield_of")
            yield finding("port_yields", part, row, "component", "YIELD_OF_NO_INPUT", expected)
        elif values["factor_low"] is not None:
            yield from _from_nothing(library, port, part, row, values)


def _from_nothing(
    library: Library, port: Port, part: pa.Table, row: int, values: Mapping[str, Any]
) -> Iterator[Finding]:
    """Find a yield whose least gives out more of an element than the input contains of it."""
    element = ALSO.get(values["component"] or "", values["component"] or "")
    found = library.element(port, element, RecipeBasis.WET)
    if found is None or port.ratio.low <= 0.0:
        return
    least = values["factor_low"] * found.low / port.ratio.low
    if least > 1.0 + ELEMENT_TOLERANCE:
        expected = message("expected.element_of_yield", element=element, given=f"{least:.4g}")
        yield finding("port_yields", part, row, "factor_low", "ELEMENT_FROM_NOTHING", expected)
