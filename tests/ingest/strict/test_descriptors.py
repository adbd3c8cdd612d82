"""Data packages: our own descriptor, and those of others."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from graph.errors import RefusedInput
from graph.snapshot import Snapshot
from graph.tables import TABLES
from ingest.strict.descriptors import DESCRIPTOR, SEED_FOLDER, descriptor, seed_descriptor
from ingest.strict.reading import read
from tests.ingest.files import ENTERPRISES, PARKS, problems_of, write


def package(folder: Path, *resources: dict[str, Any]) -> Path:
    path = folder / DESCRIPTOR
    path.write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    return path


def test_every_table_has_a_schema_with_key_and_foreign_keys() -> None:
    resources = {item["name"]: item for item in descriptor()["resources"]}
    assert list(resources) == list(TABLES)
    streams = resources["waste_streams"]
    assert streams["schema"]["primaryKey"] == ["id"]
    assert {"fields": ["material"], "reference": {"resource": "materials", "fields": ["id"]}} in streams[
        "schema"
    ]["foreignKeys"]
    assert {"fields": ["part_of"], "reference": {"fields": ["id"]}} in resources["parks"]["schema"][
        "foreignKeys"
    ]


def test_a_field_says_type_unit_bounds_and_choices() -> None:
    (resource,) = descriptor(["waste_streams"])["resources"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert fields["id"]["constraints"] == {"unique": True, "required": True}
    assert fields["supply_likely"] == {
        "name": "supply_likely",
        "title": "年产生量 / Supply likely",
        "type": "number",
        "unit": "material unit/yr",
        "constraints": {"required": True, "minimum": 0.0},
    }
    assert fields["moisture_high"]["constraints"] == {"minimum": 0.0, "maximum": 100.0}
    assert fields["sharing"]["constraints"]["enum"] == ["public", "park", "owner"]
    assert fields["sources"]["references"] == "sources"


def test_the_seeds_descriptor_is_the_one_that_the_model_gives() -> None:
    stored = json.loads((SEED_FOLDER / DESCRIPTOR).read_text(encoding="utf-8"))
    assert stored == seed_descriptor()


def test_a_packages_encoding_delimiter_missing_values_and_paths_are_honoured(tmp_path: Path) -> None:
    first = "id|name_zh|part_of|note\nanning|安宁|n/a|n/a\n"
    (tmp_path / "a.csv").write_text(first, encoding="gb18030")
    (tmp_path / "b.csv").write_text("id|name_zh\nnorth|北区\n", encoding="gb18030")
    path = package(
        tmp_path,
        {
            "name": "parks",
            "path": ["a.csv", "b.csv"],
            "encoding": "gb18030",
            "dialect": {"delimiter": "|"},
            "schema": {"missingValues": ["", {"value": "n/a"}]},
        },
    )
    parks = Snapshot.from_records(read(path).records)
    assert list(parks.strings("parks", "name_zh")) == ["安宁", "北区"]
    assert list(parks.strings("parks", "note")) == ["", ""]
    assert read(tmp_path).records.keys() == {"sources", "parks"}


def test_a_table_without_rows_is_a_table_in_a_package(tmp_path: Path) -> None:
    write(tmp_path, parks=PARKS, linkages="id,stream\n")
    path = package(
        tmp_path, {"name": "parks", "path": "parks.csv"}, {"name": "linkages", "path": "linkages.csv"}
    )
    assert read(path).records["linkages"].num_rows == 0


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        ({"enum": ["works"]}, "enum works of the package's schema"),
        ({"pattern": "[a-l]+"}, "pattern [a-l]+ of the package's schema"),
    ],
)
def test_a_packages_own_constraints_hold_too(
    tmp_path: Path, constraints: dict[str, Any], expected: str
) -> None:
    write(tmp_path, parks=PARKS, enterprises=ENTERPRISES)
    schema = {"fields": [{"name": "id", "constraints": constraints}]}
    path = package(
        tmp_path,
        {"name": "parks", "path": "parks.csv"},
        {"name": "enterprises", "path": "enterprises.csv", "schema": schema},
    )
    found = problems_of(path)
    assert {item.code for item in found} == {"BROKEN_CONSTRAINT"}
    assert found[-1].expected.text("en") == expected


def test_bounds_required_and_unique_of_a_package_hold(tmp_path: Path) -> None:
    text = "id,name_zh,note,grid_factor\na,甲,x,0.1\nb,乙,x,0.9\nc,丙,,0.5\n"
    write(tmp_path, parks=text)
    fields = [
        {"name": "note", "constraints": {"required": True, "unique": True}},
        {"name": "grid_factor", "constraints": {"minimum": 0.2, "maximum": 0.8}},
        {"name": "gone"},
    ]
    found = problems_of(
        package(tmp_path, {"name": "parks", "path": "parks.csv", "schema": {"fields": fields}})
    )
    assert [
        (item.row, item.column, item.expected.text("en").removesuffix(" of the package's schema"))
        for item in found
    ] == [
        (0, "gone", "a column called gone"),
        (2, "grid_factor", "minimum 0.2"),
        (3, "grid_factor", "maximum 0.8"),
        (3, "note", "unique"),
        (4, "note", "required"),
    ]


@pytest.mark.parametrize(
    "path", ["../parks.csv", "/etc/hosts", "sub/../../x.csv", "file:///etc/hosts", "C:\\x.csv"]
)
def test_a_path_that_leads_out_of_the_package_is_refused(tmp_path: Path, path: str) -> None:
    found = problems_of(package(tmp_path, {"name": "parks", "path": path}))
    assert [(item.code, item.value) for item in found] == [("UNSAFE_PATH", path)]


def test_a_link_that_leads_out_of_the_package_or_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("id,name_zh\np,secret\n", encoding="utf-8")
    inside = tmp_path / "package"
    inside.mkdir()
    (inside / "parks.csv").symlink_to(tmp_path / "secret.csv")
    (inside / "sub").symlink_to(tmp_path)
    for resource in ({"name": "parks", "path": "parks.csv"}, {"name": "parks", "path": "sub/secret.csv"}):
        found = problems_of(package(inside, resource))
        assert [(item.code, item.value) for item in found] == [("UNSAFE_PATH", resource["path"])]
    (inside / "datapackage.json").unlink()
    (found,) = problems_of(inside)
    assert (found.file, found.code) == ("parks.csv", "UNSAFE_PATH")


def test_a_file_that_a_package_lacks_is_named(tmp_path: Path) -> None:
    found = problems_of(package(tmp_path, {"name": "parks", "path": "parks.csv"}))
    assert [(item.file, item.code) for item in found] == [("parks.csv", "MISSING_FILE")]


@pytest.mark.parametrize(
    ("text", "property"),
    [
        ("[]", "resources"),
        ('{"total": 3, "rows": []}', "resources"),
        ('{"resources": [1]}', "resources[0].name"),
        ('{"resources": [{"name": "parks"}]}', "resources[0].path"),
    ],
)
def test_a_json_file_that_is_no_data_package_is_refused_by_what_it_lacks(
    tmp_path: Path, text: str, property: str
) -> None:
    """Case A11."""
    (tmp_path / "answer.json").write_text(text, encoding="utf-8")
    (found,) = problems_of(tmp_path / "answer.json")
    assert (found.code, found.column, found.value) == ("NOT_A_PACKAGE", property, "")
    assert "Error" not in found.text("en")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"resources": [{"name": "p", "path": "p.csv", "schema": "p.json"}]}',
        '{"resources": [{"name": "p", "path": "p.csv", "schema": {"fields": [{"name": "id", '
        '"constraints": {"pattern": "("}}]}}]}',
    ],
)
def test_what_is_not_a_descriptor_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / DESCRIPTOR).write_text(text, encoding="utf-8")
    assert [item.code for item in problems_of(tmp_path)] == ["NOT_READABLE"]


def codes_of(folder: Path, descriptor: object) -> set[str]:
    """What a package with a table of parks is refused for."""
    (folder / "parks.csv").write_text(f"id,name_zh\n{'a' * 40}!,园区\n", encoding="utf-8")
    text = descriptor if isinstance(descriptor, str) else json.dumps(descriptor)
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    began = time.process_time()
    with pytest.raises(RefusedInput) as refused:
        read(folder)
    assert time.process_time() - began < 5.0
    return {problem.code for problem in refused.value.problems}


@pytest.mark.parametrize(
    "descriptor",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"resources": ' + "[" * 100_000 + "]" * 100_000 + "}",
        {"resources": None},
        {"resources": [None]},
        {"resources": [{"name": None, "path": "parks.csv"}]},
        {"resources": [{"name": "parks", "path": None}]},
        {"resources": [{"name": "parks", "path": ["parks.csv", None]}]},
        {"resources": [{"name": "parks", "path": "parks.csv", "schema": None}]},
        {"resources": [{"name": "parks", "path": "parks.csv", "dialect": None}]},
        {"resources": [{"name": "parks", "path": "parks.csv", "schema": {"fields": [None]}}]},
        {"resources": [{"name": "parks", "path": "parks.csv", "schema": {"missingValues": None}}]},
        {"resources": [{"name": "parks", "path": "parks.csv", "schema": {
            "fields": [{"name": "id", "constraints": {"pattern": None}}]}}]},
    ],
    ids=lambda descriptor: str(descriptor)[:60],
)  # fmt: skip
def test_nulls_and_json_nested_a_hundred_thousand_deep_are_refused_with_a_code(
    tmp_path: Path, descriptor: object
) -> None:
    assert codes_of(tmp_path, descriptor) & {"NOT_A_PACKAGE", "NOT_READABLE"}


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|aa)*$", ".*.*.*.*.*"])
def test_a_pattern_that_might_be_tried_for_ever_is_not_tried(tmp_path: Path, pattern: str) -> None:
    fields = [{"name": "id", "constraints": {"pattern": pattern}}]
    resource = {"name": "parks", "path": "parks.csv", "schema": {"fields": fields}}
    assert "UNSAFE_PATTERN" in codes_of(tmp_path, {"resources": [resource]})


def test_a_pattern_on_more_text_than_it_can_be_tried_on_is_not_tried(tmp_path: Path) -> None:
    fields = [{"name": "name_zh", "constraints": {"pattern": ".*a.*b.*c"}}]
    resource = {"name": "parks", "path": "long.csv", "schema": {"fields": fields}}
    (tmp_path / "long.csv").write_text(f"id,name_zh\np,{'a' * 5_000}\n", encoding="utf-8")
    assert "UNSAFE_PATTERN" in codes_of(tmp_path, {"resources": [resource]})


@pytest.mark.parametrize(
    "several", [["parks.csv"] * 3, ["parks.csv", "./parks.csv"], ["parks.csv", "same.csv"]]
)
@pytest.mark.parametrize("apart", [True, False])
def test_a_file_that_a_package_names_twice_is_not_read(
    tmp_path: Path, several: list[str], apart: bool
) -> None:
    """A file of a hundred kilobytes that is named ten thousand times would be a gigabyte."""
    (tmp_path / "same.csv").symlink_to(tmp_path / "parks.csv")
    paths = several if apart else [several]
    resources = [{"name": "parks", "path": path} for path in paths]
    assert codes_of(tmp_path, {"resources": resources}) == {"FILE_NAMED_TWICE"}


def test_many_choices_cost_a_cell_no_more_than_one(tmp_path: Path) -> None:
    fields = [{"name": "name_zh", "constraints": {"enum": [f"x{at}" for at in range(200_000)]}}]
    resource = {"name": "enterprises", "path": "many.csv", "schema": {"fields": fields}}
    (tmp_path / "many.csv").write_text("id,name_zh\n" + "w,甲\n" * 5_000, encoding="utf-8")
    assert "BROKEN_CONSTRAINT" in codes_of(tmp_path, {"resources": [resource]})


def test_a_link_that_leads_out_of_the_package_is_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "package"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("id,name_zh\np,秘密\n", encoding="utf-8")
    (inside / "out.csv").symlink_to(tmp_path / "secret.csv")
    (inside / "folder").symlink_to(tmp_path)
    for path in ("out.csv", "folder/secret.csv"):
        assert codes_of(inside, {"resources": [{"name": "parks", "path": path}]}) >= {"UNSAFE_PATH"}


def test_a_million_rows_without_the_columns_are_refused_for_the_header_alone(tmp_path: Path) -> None:
    (tmp_path / "waste_streams.csv").write_text("a,b\n" + "1,2\n" * 1_000_000, encoding="utf-8")
    began = time.process_time()
    with pytest.raises(RefusedInput) as refused:
        read(tmp_path / "waste_streams.csv")
    assert time.process_time() - began < 10.0
    codes = {problem.code for problem in refused.value.problems}
    assert codes == {"MISSING_COLUMN", "UNKNOWN_COLUMN", "TOO_MANY_ROWS"}
    assert len(refused.value.problems) < 40
