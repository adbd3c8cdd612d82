"""Quantities of rows, each in the unit that the model measures it in."""

from __future__ import annotations

from api.graphql.context import Context
from api.graphql.running.execution import Request, execute
from api.views.service import Service
from graph import model


def test_every_yield_of_an_output_says_how_much_of_it_is_made(service: Service) -> None:
    query = "{ technologies(first: 500) { nodes { ports { localId yields { factor { likely unit } } } } } }"
    body = execute(Request(query), Context(service)).body
    assert "errors" not in body
    told = {
        (port["localId"], one["factor"]["likely"], one["factor"]["unit"])
        for technology in body["data"]["technologies"]["nodes"]
        for port in technology["ports"]
        for one in port["yields"]
    }
    unit = "unit per unit of main input"
    assert (
        told == {(row.port, row.factor.likely, unit) for row in service.view().all(model.PortYield)} != set()
    )


def test_a_cost_is_counted_per_unit_of_what_the_technology_takes(service: Service) -> None:
    query = """{ processClasses(first: 500) { nodes { unit operating { unit } heat { unit } } }
        technologies(first: 500) { nodes {
            ports { direction material { unit } } costSheets { capital { unit } } } } }"""
    data = execute(Request(query), Context(service)).body["data"]
    symbols = {"TONNE": "t", "CUBIC_METRE": "m3", "GIGAJOULE": "GJ"}
    classes = data["processClasses"]["nodes"]
    assert {"t", "m3"} <= {symbols[row["unit"]] for row in classes}
    for row in classes:
        unit = symbols[row["unit"]]
        assert (row["operating"]["unit"], row["heat"]["unit"]) == (f"CNY/{unit}", f"MJ/{unit}")
    for technology in data["technologies"]["nodes"]:
        main = next(port for port in technology["ports"] if port["direction"] == "MAIN_INPUT")
        for sheet in technology["costSheets"]:
            if sheet["capital"] is not None:
                assert sheet["capital"]["unit"] == f"CNY/{symbols[main['material']['unit']]}"
