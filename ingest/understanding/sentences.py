"""Questions, remarks and reasons in words, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.understanding.fields import kind_named
from ingest.understanding.result import LeftOut, Question, Remark

#: Code -> English and Chinese; {0} and so on are the values, {row} and {column} the place.
_QUESTIONS: Mapping[str, tuple[str, str]] = {
    "CODE_IS_DATE": (
        "row {row}: the code in {column} became the date {0} in a spreadsheet; which code stood there?",
        "第 {row} 行：“{column}”中的代码被电子表格改成了日期 {0}，原来的代码是什么？",
    ),
    "DATE": ("row {row}: which day is {0!r}?", "第 {row} 行：“{0}”是哪一天？"),
    "DAYS": (
        "{column} is per day: how many days a year is that so?",
        "“{column}”为每日数量：一年运行多少天？",
    ),
    "FIELD": ("what does the column {0!r} mean?", "“{0}”列是什么意思？"),
    "FILL_DOWN": (
        "row {row} leaves {column} empty: is it the one of the row above ({0}), here and below?",
        "第 {row} 行“{column}”为空：是否与上一行（{0}）相同，以下各行亦同？",
    ),
    "FIRM": ("whose waste is in {0}?", "{0} 是哪家企业的？"),
    "HOURS": (
        "{column} is per hour: how many hours a year is that so?",
        "“{column}”为每小时数量：一年运行多少小时？",
    ),
    "KIND": ("what is listed in {0!r}?", "“{0}”列的是什么？"),
    "MARK": (
        "{column}, row {row}: is {0!r} {1} (decimal point) or {2}? Which is the decimal mark of this column?",
        "“{column}”第 {row} 行：“{0}”是 {1} 还是 {2}？该列的小数点是哪个符号？",
    ),
    "MOISTURE": (
        "{0!r} is dry matter: which moisture (mass % wet) does the waste have as shipped?",
        "“{0}”为干基：该废物出厂时含水率是多少（湿基质量百分比）？",
    ),
    "NEGATIVE": (
        "row {row}, {column}: {0} is less than nothing; which amount is it?",
        "第 {row} 行“{column}”：{0} 为负数，应为多少？",
    ),
    "NO_HEADER": (
        "no row of headers was found; does the sheet hold a table?",
        "未找到表头行；该工作表中有表格吗？",
    ),
    "NUMBER": ("row {row}, {column}: which amount is {0!r}?", "第 {row} 行“{column}”：“{0}”是多少？"),
    "PER_CENT": (
        "{column}: is {0} a fraction (1 is all) or per cent?",
        "“{column}”：{0} 是比例（1 为全部）还是百分数？",
    ),
    "TWICE": (
        "{0!r} and {1!r} seem to say the same; which counts?",
        "“{0}”与“{1}”似为同一项，以哪一列为准？",
    ),
    "UNIT": ("in which unit is {column}?", "“{column}”的单位是什么？"),
    "UNIT_WORD": ("row {row}, {column}: which unit is {0!r}?", "第 {row} 行“{column}”：“{0}”是什么单位？"),
}
_REMARKS: Mapping[str, tuple[str, str]] = {
    "CROSSED": (
        "names along the top and down the side: each amount where they meet is read as a row",
        "行与列均为名称的交叉表：每个交叉处的数量按一行读取",
    ),
    "ENCODING": ("read as {0}", "按 {0} 编码读取"),
    "ENGLISH_MARK": (
        "commas part thousands: the headers are English and several numbers have three digits behind one",
        "逗号按千分位读取：表头为英文，且多个数字逗号后均为三位",
    ),
    "FILLED_DOWN": (
        "merged cells of {column} hold for each of their rows",
        "“{column}”的合并单元格已逐行填充",
    ),
    "FIRM_FROM_SHEET": (
        "all rows are of {0}, after which the sheet is called: the sheets of this file are alike",
        "本文件各工作表结构相同，该表各行均归工作表名“{0}”",
    ),
    "FIRM_FROM_TITLE": ("all rows are of {0}, which a title names", "各行均属标题中的“{0}”"),
    "HIDDEN_COLUMN": ("the hidden column {column} is read too", "隐藏列“{column}”也已读取"),
    "HIDDEN_ROWS": (
        "{0} hidden rows are read too, from row {row}",
        "自第 {row} 行起有 {0} 个隐藏行，也已读取",
    ),
    "MISNAMED": (
        "by its content the file is {0}, whatever its ending says",
        "按内容看该文件为 {0}，与扩展名不符",
    ),
    "MONTHS": (
        "{0} columns of months are put together to the year",
        "{0} 个月份列已合计为全年",
    ),
    "MONTHS_MISSING": (
        "only {0} of 12 months have a column: what they sum to stands for the year",
        "只有 {0} 个月份列（全年 12 个月）：其合计按全年计",
    ),
    "ON_ITS_SIDE": (
        "the sheet lies on its side: each of its columns is read as a row, and counted as one here",
        "该表为横置：每一列按一行读取，行号按列计",
    ),
    "TOTAL_DIFFERS": (
        "row {row}: the total of {column} says {0}, the rows sum to {1}",
        "第 {row} 行：“{column}”合计为 {0}，各行之和为 {1}",
    ),
    "UNIT_FROM_NAME": (
        "row {row}: the amounts of {0} are in {1}, as its name says",
        "第 {row} 行：“{0}”的数量按名称所注的“{1}”计",
    ),
    "UNIT_FROM_TITLE": (
        "amounts without a unit are in {0}, which a title names",
        "未注明单位的数量按标题中的“{0}”计",
    ),
    "UNIT_FROM_OTHERS": (
        "{column} names no unit: taken in {0} as the other amounts of the table",
        "“{column}”未注明单位，按表中其他数量的“{0}”计",
    ),
    "YEAR_DIFFERS": (
        "row {row}: the total says {0}, its months sum to {1}; the total counts",
        "第 {row} 行：合计为 {0}，各月之和为 {1}；以合计为准",
    ),
    "UNKNOWN_COLUMN": (
        "the column {column} is left aside: its header is not known",
        "未识别“{column}”列，未采用",
    ),
}
_REASONS: Mapping[str, tuple[str, str]] = {
    "COLUMN_NUMBERS": ("numbers of the columns", "栏次"),
    "NOTE": ("a note", "说明"),
    "PART": ("a part of the row above, counted there", "上一行的其中项，已计入上一行"),
    "REPEATED_HEADER": ("the header once more", "重复的表头"),
    "SECTION": ("a heading of the rows below", "分组标题"),
    "SIGNATURE": ("names and dates of those who filled it in", "填表、审核等签署信息"),
    "TITLE": ("a title", "标题"),
    "TOTAL": ("a total", "合计"),
    "VOID": ("void or rejected: nothing was moved", "已作废或被驳回：未发生转移"),
    "UNITS": ("units of the columns", "单位行"),
}
_WITHOUT_TABLE: Mapping[str, tuple[str, str]] = {
    "empty": ("empty", "空表"),
    "hidden": ("hidden, left aside", "隐藏，未采用"),
    "notes": ("notes on how to fill it in", "填写说明"),
    "unknown": ("not recognised", "未识别"),
}


def say(item: Question | Remark, language: str) -> str:
    """Return a question or remark as a sentence.

    Parameters
    ----------
    language : {"zh", "en"}

    Examples
    --------
    >>> say(Remark("TOTAL_DIFFERS", 9, "产生量", ("100", "99")), "en")
    'row 9: the total of 产生量 says 100, the rows sum to 99'
    """
    words = _QUESTIONS if isinstance(item, Question) else _REMARKS
    pattern = words[item.code][language == "zh"]
    return pattern.format(*item.values, *[""] * 3, row=item.row, column=item.column)


def reason(left_out: LeftOut, language: str) -> str:
    """Return why a row is left out, in words.

    Examples
    --------
    >>> reason(LeftOut(9, "TOTAL", "合计 5"), "zh")
    '合计'
    """
    return _REASONS[left_out.reason][language == "zh"]


def kind_title(kind: str, language: str) -> str:
    """Return what a kind of sheet is called.

    Examples
    --------
    >>> kind_title("waste_list", "en"), kind_title("notes", "zh")
    ('waste list', '填写说明')
    """
    known = kind_named(kind)
    if known is None:
        return _WITHOUT_TABLE[kind][language == "zh"]
    return known.zh if language == "zh" else known.en
