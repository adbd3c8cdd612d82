"""What is wrong with an input, said in English or Chinese: a sentence for every code and expectation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from graph.errors import Problem

#: code -> what it says, in English and Chinese; the value and the expectation follow.
CODES: Mapping[str, tuple[str, str]] = {
    "ABOVE_MAXIMUM": ("the number is too large", "数值过大"),
    "BELOW_MINIMUM": ("the number is too small", "数值过小"),
    "BROKEN_CONSTRAINT": ("the value breaks a rule of the data package itself", "该值不符合数据包自身的约束"),
    "CYCLE": ("following this column leads back to the row itself", "沿该列追溯又回到本行"),
    "DUPLICATE_COLUMN": ("the column stands there twice", "该列重复出现"),
    "DUPLICATE_ID": ("the id is used twice", "编号重复"),
    "ENDS_BEFORE_START": ("the end is before the start", "结束日期早于开始日期"),
    "IN_USE_ABOVE_SUPPLY": ("more is in use than is generated", "利用量大于产生量"),
    "LINKAGE_WITHOUT_SOURCE": ("the linkage has no source", "链接没有供方"),
    "LINKAGE_WITH_TWO_SOURCES": ("the linkage has two sources", "链接有两个供方"),
    "LOW_ABOVE_HIGH": ("the lower end is above the upper end", "下限大于上限"),
    "MISSING_COLUMN": ("the column is missing", "缺少该列"),
    "MISSING_FILE": ("the file is not there", "文件不存在"),
    "MISSING_SOURCE": ("the grade needs a source", "该可信度需要注明来源"),
    "MISSING_VALUE": ("the value is missing", "缺少数值或内容"),
    "MONTHLY_NOT_ONE": ("the monthly shares do not make a year", "月度占比之和不等于 1"),
    "NEGATIVE": ("the number is negative", "数值为负"),
    "NOT_AN_INTEGER": ("the value is not a whole number", "不是整数"),
    "NOT_A_DATE": ("the value is not a date", "不是日期"),
    "NOT_A_FLAG": ("the value is neither yes nor no", "不是“是”或“否”"),
    "NOT_A_NUMBER": ("the value is not a number", "不是数字"),
    "NOT_A_POSITION": ("the value is not a position", "不是经纬度"),
    "NOT_FINITE": ("the number is not finite", "不是有限数值"),
    "NOT_READABLE": ("it cannot be read", "无法读取"),
    "NO_ROWS": ("there are no rows", "没有数据行"),
    "PORT_NOT_AN_INPUT": ("the port is not an input", "该端口不是输入端口"),
    "PORT_OF_ANOTHER_TECHNOLOGY": ("the port belongs to another technology", "该端口属于另一项技术"),
    "POSITION_OUT_OF_RANGE": ("the position is not on the globe", "经纬度超出范围"),
    "RANGE_WITHOUT_LIKELY": ("a range needs a likely value", "区间缺少可能值"),
    "TOO_MANY_CELLS": ("the row has more cells than the header", "该行的单元格多于表头"),
    "UNKNOWN_CHOICE": ("the word is not one of the choices", "不在可选项之内"),
    "UNKNOWN_COLUMN": ("the column is not known", "无法识别的列"),
    "UNKNOWN_REFERENCE": ("it points at nothing", "所指对象不存在"),
    "UNKNOWN_REGION": ("the code is not one of a region", "不是行政区划代码"),
    "UNKNOWN_TABLE": ("the name is not one of a table", "无法识别的表名"),
    "UNKNOWN_UNIT": ("the unit is not known or does not fit", "单位无法识别或不适用"),
    "UNSAFE_PATH": ("the path leads out of the package", "路径超出数据包范围"),
}

#: Every expectation that a check writes, with `{}` for what varies, and the same in Chinese.
EXPECTATIONS: tuple[tuple[str, str], ...] = (
    ("a value", "填写内容"),
    ("a finite number", "有限数值"),
    ("a number in {}, for example {}", "以 {} 计的数字，例如 {}"),
    ("a number, for example {}", "数字，例如 {}"),
    ("numbers separated by ;", "用 ; 分隔的数字"),
    ("a whole number, for example {}", "整数，例如 {}"),
    ("a number of at least {}", "不小于 {} 的数字"),
    ("a number of at most {}", "不大于 {} 的数字"),
    ("a date, for example {}", "日期，例如 {}"),
    ("yes or no", "是或否"),
    ("one of {}", "以下之一：{}"),
    ("a unit that fits {}", "与 {} 相符的单位"),
    ("the id of a row of {}", "{} 表中某一行的编号"),
    ("an id of {}; the name is shared by {}", "{} 表中的编号；该名称为以下各行共有：{}"),
    ("an id that is used once", "唯一的编号"),
    ("a column that stands there once", "只出现一次的列"),
    ("a column called {}", "名为 {} 的列"),
    ("at most {} cells", "至多 {} 个单元格"),
    ("a header row and at least one row below it", "表头及其下至少一行数据"),
    ("a likely value beside low or high", "在下限或上限之外还要有可能值"),
    ("low <= likely <= high", "下限 <= 可能值 <= 上限"),
    ("a position, for example {}", "经纬度，例如 {}"),
    ("both lat and lon, or neither", "经纬度同时填写或都不填"),
    ("not below {}", "不小于 {}"),
    ("not above {}", "不大于 {}"),
    ("a code of GB/T 2260 with 2, 4 or 6 digits, or none", "2、4 或 6 位的行政区划代码（GB/T 2260），或留空"),
    ("twelve shares that sum to 1, or none", "合计为 1 的十二个占比，或留空"),
    ("no way back to itself", "不得回到自身"),
    ("either stream or from_facility", "stream 与 from_facility 二者填其一"),
    ("a port of the technology that to_facility runs", "to_facility 所用技术的端口"),
    ("an input port", "输入端口"),
    ("a source, or the grade {}", "注明来源，或将可信度填为 {}"),
    ("an existing file or folder", "存在的文件或文件夹"),
    ("a .csv, .xlsx or datapackage.json file", ".csv、.xlsx 或 datapackage.json 文件"),
    ("text in UTF-8 or GB18030", "UTF-8 或 GB18030 编码的文本"),
    ("UTF-8 throughout", "全文为 UTF-8 编码"),
    ("a CSV table", "CSV 表格"),
    ("an Excel workbook (.xlsx)", "Excel 工作簿（.xlsx）"),
    ("a value, not an error of the spreadsheet", "数值，而非电子表格的错误值"),
    (
        "a stored value beside the formula (save it in a spreadsheet program)",
        "公式带有已保存的结果（请先在电子表格软件中保存）",
    ),
    ("a workbook of at most {} MB unpacked", "解压后不超过 {} MB 的工作簿"),
    ("a data package descriptor (JSON)", "数据包描述文件（JSON）"),
    ("a relative path inside the package", "数据包内的相对路径"),
    ("{} of the package's schema", "数据包模式中的 {}"),
)


def explain(problem: Problem, language: str) -> str:
    """Return one sentence that says where a problem is, what it is and what would be right.

    Parameters
    ----------
    problem : Problem
    language : {"zh", "en"}

    Examples
    --------
    >>> found = Problem("parks.csv", "", 14, "lat", "NOT_A_NUMBER", "二十", "a number, for example 24.9")
    >>> explain(found, "en")
    "parks.csv row 14, column lat: '二十': the value is not a number (expected a number, for example 24.9)"
    >>> explain(found, "zh")
    'parks.csv 第 14 行“lat”列：“二十”不是数字（应为：数字，例如 24.9）'
    """
    english, chinese = CODES[problem.code]
    if language == "zh":
        sheet = f" 工作表“{problem.sheet}”" if problem.sheet else ""
        row = f" 第 {problem.row} 行" if problem.row else ""
        column = f"“{problem.column}”列" if problem.column else ""
        value = f"“{problem.value}”" if problem.value else ""
        expected = f"（应为：{_in_chinese(problem.expected)}）"
        return f"{problem.file}{sheet}{row}{column}：{value}{chinese}{expected}"
    sheet = f" sheet {problem.sheet}" if problem.sheet else ""
    row = f" row {problem.row}" if problem.row else ""
    column = f", column {problem.column}" if problem.column else ""
    value = f"{problem.value!r}: " if problem.value else ""
    return f"{problem.file}{sheet}{row}{column}: {value}{english} (expected {problem.expected})"


def _in_chinese(expected: str) -> str:
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(expected)
        if found:
            return chinese.format(*found.groups())
    return expected


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile("(.*)".join(map(re.escape, english.split("{}"))), re.DOTALL), chinese)
        for english, chinese in EXPECTATIONS
    )
