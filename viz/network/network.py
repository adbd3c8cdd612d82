"""One page with the park's network: pyvis holds the data, an own template draws it.

pyvis' own pages load styles from other hosts and put titles into the page as markup, so only its data model
is used: `pyvis.network.Network.get_network_data()` goes as JSON into an autoescaped template with vis-network
inlined and a Content-Security-Policy that allows the page's own scripts and styles by hash and nothing else.
Positions come from `viz.network.layout`; the browser computes none.

A page holds every number of its snapshot: give it one that was already redacted for its readers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.analysis import Grouping
from graph.errors import SymbioflowError
from graph.model import Park
from graph.network import NodeKind, Relation, node_key, symbiosis_network
from graph.snapshot import Snapshot
from graph.tools import grouped
from graph.vocabulary import LinkageState, Unit
from graph.wording import LANGUAGES, Message, Words, message, names_of, under
from viz.bundles import Bundle, Line, bundled
from viz.network.aggregate import aggregated, size_of
from viz.network.cards import PARK_KINDS, Card, Choice, cards_of, choose
from viz.network.facts import FactSheets
from viz.network.layout import Box, Layout, area_layout
from viz.standing import TEMPLATES, hash_of, templates, text_of
from viz.words import amount, known_language, value_words

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

#: A park of more is summed by industry; two thousand streams with their firms are still drawn whole.
#: Positions come with the page, so that a browser need not compute them.
NODE_LIMIT = 6000
FLOW_KINDS = ("planned", "suggested", "prospective")

_THIN, _MIDDLE, _THICK = 1.5, 2.5, 11.0
_DASHES = {"suggested": [8, 6], "prospective": [2, 6]}
_GONE = (LinkageState.STOPPED.value, LinkageState.REJECTED.value)
_RELATIONS = (Relation.OF.value, Relation.RUNS.value, Relation.ACCEPTS.value, Relation.PRODUCES.value)
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "multiselect": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
}


@dataclass(frozen=True, slots=True)
class NetworkFlow:
    """Material per year from a stream, or from a facility's output, to a facility.

    Attributes
    ----------
    source_id : str
        A waste stream's id, else a facility's.
    target_id : str
        A facility's id; the enterprise's where it is a prospective receiver.
    amount : float
        Per year, in `unit`.
    unit : str
        t, m3 or GJ.
    kind : {"planned", "suggested", "prospective"}
        A plan's flow is drawn solid, a suggestion dashed, one to a prospective receiver dotted.
    """

    source_id: str
    target_id: str
    amount: float
    unit: str
    kind: str


def network_page(
    snapshot: Snapshot,
    flows: Iterable[NetworkFlow] = (),
    language: str = "zh",
    limit: int = NODE_LIMIT,
    note: Message | Words | None = None,
    full: Mapping[str, float] | None = None,
    beside: Mapping[str, str] | None = None,
) -> str:
    """Return the network of a park as one HTML page that works offline.

    Parameters
    ----------
    snapshot : Snapshot
        A graph that passed its checks.
    flows : iterable of NetworkFlow
        Plan flows and suggestions to draw; linkages of the snapshot are drawn besides.
    language : {"zh", "en"}
        What the page opens in; it holds both and can be switched.
    limit : int
        Most nodes to draw. A park with more firms, streams and facilities is summed by industry, and the page
        says so.
    note : Message, optional
        What a reader must know about the whole picture: what the plan comes to, or why there is none.
    full : mapping of str to float, optional
        How full the plan makes a facility, by its id.
    beside : mapping of str to str, optional
        Addresses of what a server has beside it: ``overview``, the ``page`` itself, ``graphml`` and ``json``.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_LANGUAGE``, ``UNKNOWN_FLOW_KIND`` or ``UNKNOWN_FLOW_END``.

    Examples
    --------
    >>> network_page(Snapshot.of([]))[:15]
    '<!doctype html>'
    """
    import pyvis
    from markupsafe import Markup

    language = known_language(language)
    snapshot, flows, summed = _readable(snapshot, flows, limit)
    script, style = _script(), text_of(TEMPLATES / "network.css")
    vis = text_of(Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js")
    return (
        templates()
        .get_template("network.html")
        .render(
            html_language={"zh": "zh-CN", "en": "en"}[language],
            words={name: getattr(text, language) for name, text in under("network.").items()},
            kinds=[kind.value for kind in NodeKind],
            flow_kinds=(*FLOW_KINDS, "linkage"),
            beside=beside,
            policy=_policy(scripts=(vis, script), styles=(style,)),
            vis=Markup(vis),
            script=Markup(script),
            style=Markup(style),
            data=Markup(
                _script_json(network_data(snapshot, flows, language, limit, note, summed, full or {}))
            ),
        )
    )


def write_network_page(
    path: Path | str,
    snapshot: Snapshot,
    flows: Iterable[NetworkFlow] = (),
    language: str = "zh",
    note: Message | Words | None = None,
    full: Mapping[str, float] | None = None,
) -> Path:
    """Write `network_page` to a file, in UTF-8 whatever the locale, and return its path.

    Raises
    ------
    SymbioflowError
        ``CANNOT_WRITE``, and those of `network_page`.
    """
    page = network_page(snapshot, flows, language, note=note, full=full)
    target = Path(path)
    try:
        target.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SymbioflowError("CANNOT_WRITE", path=str(target), reason=error.strerror) from error
    return target


def network_data(
    snapshot: Snapshot,
    flows: Iterable[NetworkFlow] = (),
    language: str = "zh",
    limit: int = NODE_LIMIT,
    note: Message | Words | None = None,
    summed: Message | None = None,
    full: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return what the page's script reads: pyvis' nodes, edges and options, and what the cards say.

    Parameters
    ----------
    summed : Message, optional
        What a reader must know of a park that was put together.
    """
    notes = [said for said in (summed, note) if said is not None]
    graph = symbiosis_network(snapshot)
    drawn_flows = [*_checked(flows, graph), *_linkages(graph)]
    choice = choose(graph, frozenset(end for flow in drawn_flows for end in flow.ends), limit)
    cards = cards_of(graph, choice.nodes, FactSheets(snapshot))
    layout = _layout(cards, choice)
    kept = [flow for flow in drawn_flows if all(end in layout.cards for end in flow.ends)]
    firms = {card.key: card.owner for card in cards if card.owner}
    bundles, left = bundled((Line(*flow.ends, flow.amount, flow.unit, flow.kind) for flow in kept), firms)
    keyed = {node_key(NodeKind.FACILITY, id): round(share, 4) for id, share in full.items()}
    nodes, edges, _, _, _, options = _pyvis(graph, cards, kept, layout, language).get_network_data()
    return {
        "language": language,
        "words": {name: text.as_data() for name, text in under("network.").items()},
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
        "cards": {card.key: _card_data(card, layout.cards[card.key]) for card in cards},
        "panels": [_panel_data(area, box, cards, snapshot) for area, box in layout.panels.items()],
        "wastes": _wastes(graph, cards),
        "bundles": [_bundle_data(one, keyed) for one in bundles],
        "bundlesLeft": left,
        "full": {key: share for key, share in keyed.items() if key in layout.cards},
        "total": choice.total,
        "note": {spoken: " ".join(said.text(spoken) for said in notes) for spoken in LANGUAGES}
        if notes
        else None,
        "flowsLeftOut": len(drawn_flows) - len(kept),
        "fingerprint": snapshot.fingerprint,
    }


def _readable(
    snapshot: Snapshot, flows: Iterable[NetworkFlow], limit: int
) -> tuple[Snapshot, Iterable[NetworkFlow], Message | None]:
    """Return a park as it is, or summed by industry where it is too large to draw, and what to say then."""
    if size_of(snapshot) <= limit:
        return snapshot, flows, None
    whole = aggregated(snapshot, limit)
    flows = tuple(flows)
    sources, targets = (
        whole.sums_of([getattr(flow, end) for flow in flows]) for end in ("source_id", "target_id")
    )
    sums: dict[tuple[str, str, str, str], float] = {}
    for flow, source, target in zip(flows, sources, targets, strict=True):
        if source and target:
            key = (source, target, flow.unit, flow.kind)
            sums[key] = sums.get(key, 0.0) + flow.amount
    said = message(
        "picture.summed.waste" if whole.grouping is Grouping.WASTE else "picture.summed.industry",
        firms=f"{snapshot.count('enterprises'):,}",
        wastes=f"{snapshot.count('waste_streams'):,}",
        groups=f"{whole.snapshot.count('enterprises'):,}",
    )
    between = [
        NetworkFlow(source, target, total, unit, kind)
        for (source, target, unit, kind), total in sorted(sums.items())
    ]
    return whole.snapshot, between, said


@dataclass(frozen=True, slots=True)
class _Flow:
    ends: tuple[str, str]
    amount: float
    unit: str
    kind: str
    state: str = ""


def _checked(flows: Iterable[NetworkFlow], graph: nx.MultiDiGraph) -> list[_Flow]:
    found = []
    for flow in flows:
        if flow.kind not in FLOW_KINDS:
            raise SymbioflowError("UNKNOWN_FLOW_KIND", given=flow.kind, expected=FLOW_KINDS)
        stream = node_key(NodeKind.STREAM, flow.source_id)
        facility = node_key(NodeKind.FACILITY, flow.source_id)
        taker = NodeKind.ENTERPRISE if flow.kind == "prospective" else NodeKind.FACILITY
        ends = (stream if stream in graph else facility, node_key(taker, flow.target_id))
        for end, identifier in zip(ends, (flow.source_id, flow.target_id), strict=True):
            if end not in graph:
                raise SymbioflowError("UNKNOWN_FLOW_END", name=identifier)
        found.append(_Flow(ends, flow.amount, flow.unit, flow.kind))
    return found


def _linkages(graph: nx.MultiDiGraph) -> list[_Flow]:
    return [
        _Flow((source, target), data["amount"], data["unit"], "linkage", data["state"])
        for source, target, data in graph.edges(data=True)
        if data["relation"] == Relation.SUPPLIES and data["state"] not in _GONE
    ]


def _layout(cards: Sequence[Card], choice: Choice) -> Layout:
    by_key = {card.key: card for card in cards}
    areas = grouped(choice.blocks, lambda block: by_key[block[0]].area)
    library = {
        kind.value: [(key,) for key in choice.library if by_key[key].kind is kind]
        for kind in (NodeKind.MATERIAL, NodeKind.TECHNOLOGY)
    }
    return area_layout(areas, library)


def _pyvis(
    graph: nx.MultiDiGraph, cards: Sequence[Card], flows: Sequence[_Flow], layout: Layout, language: str
) -> Network:
    """Return the page's content in pyvis' data model."""
    # Who only wants words from this room need not wait for it (and for the templates' engine above).
    from pyvis.network import Network

    network = Network(directed=True)
    network.options = _OPTIONS
    for card in cards:
        box = layout.cards[card.key]
        network.add_node(
            card.key,
            label=getattr(card.name, language),
            shape="custom",
            group=card.kind.value,
            x=box.x + box.width / 2,
            y=box.y + box.height / 2,
        )
    most: dict[str, float] = {}
    for flow in flows:
        if flow.kind == "planned":
            most[flow.unit] = max(most.get(flow.unit, 0.0), flow.amount)
    for flow in flows:
        network.add_edge(
            *flow.ends,
            kind=flow.kind,
            amount=amount(flow.amount, flow.unit).as_data(),
            state=value_words(flow.state).as_data(),
            width=_width(flow.amount, most[flow.unit]) if flow.kind == "planned" else _MIDDLE,
            dashes=_DASHES.get(flow.kind, False),
        )
    for source, target, relation in graph.edges(data="relation"):
        if relation in _RELATIONS and source in layout.cards and target in layout.cards:
            network.add_edge(source, target, kind="relation", width=_THIN, dashes=False)
    return network


def _width(value: float, most: float) -> float:
    return round(_THIN + (_THICK - _THIN) * sqrt(value / most), 2) if value > 0 else _THIN


def _card_data(card: Card, box: Box) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kind": card.kind.value,
        "name": card.name.as_data(),
        "area": card.area or card.kind.value,
        "owner": card.owner,
        "width": box.width,
        "height": box.height,
        "share": round(card.share, 4),
        "running": card.running,
        "estimate": card.estimate,
        "facts": [[fact.name.as_data(), fact.text.as_data()] for fact in card.facts],
        "lineage": card.lineage,
        "takes": card.takes,
    }
    if card.amount is not None:
        data["amount"] = card.amount.as_data()
    return data


def _panel_data(area: str, box: Box, cards: Sequence[Card], snapshot: Snapshot) -> dict[str, Any]:
    park = snapshot.by_id(Park).get(area)
    name = names_of(park) if park else under("network.")[area]
    inside = Counter(card.kind for card in cards if (card.area or card.kind.value) == area)
    said = [(count, under("network.")[kind.value]) for kind in PARK_KINDS if (count := inside[kind])]
    return {
        "area": area,
        "kind": "" if park else area,
        "name": name.as_data(),
        "counts": {
            language: " · ".join(f"{getattr(word, language)} {count}" for count, word in said)
            for language in LANGUAGES
        },
        "box": [box.x, box.y, box.width, box.height],
    }


def _bundle_data(bundle: Bundle, full: Mapping[str, float]) -> dict[str, Any]:
    line = bundle.line
    # Several facilities are not equally full, so that only one of its own says it.
    share = full.get(bundle.takers[0]) if len(bundle.takers) == 1 else None
    return {
        "from": line.source,
        "to": line.target,
        "kind": line.kind,
        "amount": amount(line.amount, line.unit).as_data(),
        "dashes": _DASHES.get(line.kind, False),
        "full": share,
        "count": bundle.count,
    }


def _wastes(graph: nx.MultiDiGraph, cards: Sequence[Card]) -> list[dict[str, Any]]:
    """Return the materials to filter by: those of streams, and general ones that join several of them."""
    own: Counter[str] = Counter()
    joined: dict[str, set[str]] = {}
    tonnes: dict[str, float] = {}
    for card in cards:
        for place, material in enumerate(card.lineage):
            own[material] += place == 0
            joined.setdefault(material, set()).add(card.lineage[0])
            node = graph.nodes[card.key]
            more = node["supply"] if node["unit"] == Unit.TONNE else 0.0
            tonnes[material] = tonnes.get(material, 0.0) + more
    kept = [material for material, children in joined.items() if own[material] or len(children) > 1]
    names: Mapping[str, Any] = {
        material: graph.nodes[node_key(NodeKind.MATERIAL, material)] for material in kept
    }
    return [
        {"id": material, "zh": names[material]["name_zh"], "en": names[material]["name_en"]}
        for material in sorted(kept, key=lambda material: (-tonnes[material], material))
    ]


def _script_json(data: Any) -> str:
    """Return JSON that no text inside can end: the script block holds no <, > or & and no line separators."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _script() -> str:
    parts = (text_of(TEMPLATES / f"network_{part}.js") for part in ("data", "picture", "flows", "page"))
    return f'"use strict";\n(() => {{\n{"".join(parts)}}})();\n'


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(hash_of, scripts))}",
            f"style-src {' '.join(map(hash_of, styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
