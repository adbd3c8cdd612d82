"""An empty workbook for a park: four sheets to fill in, Chinese or English, that `import` reads as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from graph.tools import written_whole
from graph.wording import message

#: Rows that drop-downs hold for.
_ROWS = 2000
_WIDTH = 22
_BOLD = Font(bold=True)
_NEEDED = PatternFill("solid", fgColor="FFF2CC")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column to fill in: header and example in both languages, and the list that it is chosen from."""

    zh: str
    en: str
    example_zh: str | float
    example_en: str | float
    choices: str = ""
    needed: bool = False


_FIRM = _Column(
    "企业名称", "enterprise", "示例钢铁厂（请删除本行）", "Example steelworks (delete this row)", needed=True
)
_WASTE = _Column("废物名称", "waste", "转炉渣", "converter slag", needed=True)
_STEEL = ("炼钢", "Manufacture of basic iron and steel and of ferro-alloys")
_MILL = ("钢渣作通用水泥混合材（掺合剂）", "Steel slag as admixture of common cement")
_SHEETS: Mapping[tuple[str, str], Sequence[_Column]] = {
    ("企业", "enterprises"): (
        _FIRM,
        _Column("所属行业", "industry", *_STEEL, "industries"),
        _Column("行业代码", "industry code", "3120", "2410"),
        _Column("主要产品", "products", "螺纹钢", "rebar"),
        _Column("地址", "address", "云南省昆明市安宁市", "Anning, Yunnan"),
        _Column("纬度", "latitude", 24.92, 24.92),
        _Column("经度", "longitude", 102.48, 102.48),
        _Column("铁路专用线", "siding", "有", "yes"),
        _Column("码头", "quay or port", "无", "no"),
    ),
    ("废物", "wastes"): (
        _FIRM,
        _WASTE,
        _Column("固废种类", "material", "钢渣", "Steel slag", "materials"),
        _Column("废物代码", "waste code", "", "10 02 02"),
        _Column("年产生量（吨）", "generation (t/yr)", 120000, 120000, "", True),
        _Column("年利用量（吨，不详留空）", "amount used (t/yr; blank if not known)", 30000, 30000),
        _Column("堆存量（吨）", "stock (t)", 0, 0),
        _Column("含水率（%）", "moisture (%)", 5, 5),
        _Column("处置单价（元/吨）", "disposal cost (CNY/t)", 20, 20),
        _Column("去向", "destination", "堆存", "storage"),
    ),
    ("设施", "facilities"): (
        _FIRM,
        _Column("设施名称", "facility", "钢渣微粉线", "slag powder line", "", True),
        _Column("技术", "technology", *_MILL, "technologies"),
        _Column("年处理能力（吨）", "capacity (t/yr)", 600000, 600000),
        _Column("状态", "state", "运行", "operating"),
    ),
    ("成分分析", "analyses"): (
        _FIRM,
        _WASTE,
        _Column("检测项目", "component", "CaO", "CaO", "", True),
        _Column("检测结果", "result", 42, 42, "", True),
        _Column("单位", "unit", "%", "%"),
    ),
}
_NOTES = tuple(
    message(key)
    for key in ("template.what", "template.example", "template.amounts", "template.unknown", "template.load")
)


def write_template(path: str | Path, language: str, library: Snapshot) -> Path:
    """Write the workbook and return its path.

    Parameters
    ----------
    language : {"zh", "en"}
        Of headers, examples, notes and drop-downs.
    library : Snapshot
        Whose industries, materials and technologies can be chosen.

    Raises
    ------
    SymbioflowError
        ``WOULD_DESTROY`` where a file stands already: somebody may have filled it in. ``CANNOT_WRITE``
    """
    zh = language == "zh"
    book = openpyxl.Workbook()
    notes = book.active
    assert isinstance(notes, Worksheet)
    notes.title = message("template.notes").text(language)
    for line in _NOTES:
        notes.append([line.text(language)])
    notes.column_dimensions["A"].width = 100
    lists = _lists(library, zh)
    for (title_zh, title_en), columns in _SHEETS.items():
        sheet = book.create_sheet(title_zh if zh else title_en)
        _fill(sheet, columns, zh, {name: len(values) for name, values in lists.items()})
    hidden = book.create_sheet(message("template.lists").text(language))
    for at, values in enumerate(lists.values(), start=1):
        for row, value in enumerate(values, start=1):
            hidden.cell(row, at, value)
    hidden.sheet_state = "hidden"
    if Path(path).exists():
        raise SymbioflowError("WOULD_DESTROY.filled_in", path=str(path))
    with written_whole(path) as aside:
        book.save(aside)
    return Path(path)


def _lists(library: Snapshot, zh: bool) -> dict[str, list[str]]:
    """Return what can be chosen: names in one language, sorted, each once."""
    column = "name_zh" if zh else "name_en"
    scheme = np.array("gbt4754" if zh else "nace", dtype=object)
    industries = library.strings("industries", column)[
        (library.strings("industries", "scheme") == scheme)
        & np.array([len(code) == 4 for code in library.strings("industries", "code")], dtype=bool)
    ]
    found = {
        "industries": industries,
        "materials": library.strings("materials", column),
        "technologies": library.strings("technologies", column),
    }
    return {name: sorted({str(value) for value in values if value}) for name, values in found.items()}


def _fill(sheet: Worksheet, columns: Sequence[_Column], zh: bool, sizes: Mapping[str, int]) -> None:
    dictionary = message("template.lists").text("zh" if zh else "en")
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        head = sheet.cell(1, at, column.zh if zh else column.en)
        head.font = _BOLD
        if column.needed:
            head.fill = _NEEDED
        sheet.cell(2, at, column.example_zh if zh else column.example_en)
        sheet.column_dimensions[letter].width = _WIDTH
        if column.choices:
            of_list = get_column_letter(list(sizes).index(column.choices) + 1)
            source = f"'{dictionary}'!${of_list}$1:${of_list}${sizes[column.choices]}"
            # What is not in the list may be written too: the reader of words understands more than names.
            choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
            choice.add(f"{letter}2:{letter}{_ROWS}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "A2"
