"""What stands around a table: the facts of titles, sheet and file names, and rows that are no data.

Totals, notes, signatures, units and numbers of columns, headings of sections: each is told by its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph.units import parse_unit
from ingest.grids import Cell
from ingest.understanding.heads import basis_of, field_spelled, is_unit

_PAIR = re.compile(
    r"([^\s:：,，;；()（）]{1,24}?)\s*[:：]\s*([^:：]*?)(?=$|[\s;；,，]+[^\s:：,，;；]{1,24}\s*[:：])"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_YEAR_OF_TITLE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年度?(?!\s*\d{1,2}\s*月)|$|\s)")
_FORM = re.compile(r"\b(?:CS|ZC|JS|YC|CZ)\d{8,14}\b")
_ENDS_OF_FIRMS = re.compile(
    r"(?:公司|集团|厂|矿|电站|电厂|企业|合作社|研究院|GmbH|AG|Ltd\.?|Limited|Inc\.?|Corp\.?|LLC|S\.?A\.?|Co\.?)$"
)
# 红星钢铁有限公司固体废物台账: only company forms, for a 厂 may be part of other words.
_FIRM_BEFORE_TITLE = re.compile(
    r".{2,36}?(?:公司|集团)(?=固|一般|危|工业|产废|废|台账|年|\d{1,2}月|第?[一二三四]季度|[上下]半年|第?\d{1,2}月份)"
)
_WORKS_BEFORE_TITLE = re.compile(
    r".{3,30}?(?<![全本各我分总两])[厂矿](?=(?:工业)?(?:固体废物|固废|一般工业|危险废物|危废))"
)
_FIRM_BEFORE_YEAR = re.compile(r".{1,30}?(?<![全本各我分总两])[厂矿](?=(?:19|20)\d{2}年)")
# 雪岭啤酒有限公司副产物一览: whatever is listed, a title that begins with a company is of its own list.
_FIRM_OF_LIST = re.compile(
    r"(.{2,36}公司)(?!(?:等|.{0,6}(?:编制|提供|委托|接收|处置|受托|审核|代)))(?=.{2,}$)"
    r"(?=.*(?:表|一览|情况|台账|清单|目录|汇总|统计|明细|登记|记录|月报|年报|报告|数据|调查|产生量?)$)"
)
# Eastbank Power Station - by-products: a works with a name of its own, parted from what is listed.
_NAMED_WORKS = re.compile(
    r"(?!(?:All|Our|The|This|Each|Main|Other|Same|Every|Any|Total|Wastes?|By-products?)\b)"
    r"[A-Z][\w&'’.-]+(?: [A-Z&][\w&'’.-]*){0,4}"
    r" (?:Power (?:Station|Plant)|Works|Steelworks|Mills?|Cement Plant"
    r"|Refinery|Brewery|Smelter|Distillery|Foundry)"
)
#: Labels of firms whose waste it is not.
_OTHER_PARTY = re.compile(
    r"接收|接受|受托|处置|利用|运输|承运|收集|编制|评价|监测|检测|咨询|制表|审核|主管|建设|设计|施工|服务|技术支持|receiv|transport|carrier"
    r"|prepared|consult|author|laborator|client|for$|by$|from|source|quelle|contact",
    re.IGNORECASE,
)
# A label asks for a stamp: 填报单位（盖章）：; it is no part of the label.
_STAMPED = re.compile(r"\((?:盖章|公章|签章|章|签字|全称)\)(?=\s*[:：])")
_LABEL_IN_BRACKETS = re.compile(r"\([^()]*:[^()]*\)")
_DASH = re.compile(r"\s+[-–—|]+\s+|[—|]+")
_UNIT_AT_END = re.compile(r"\(([^()]+)\)\s*$")
_OUTLINE = re.compile(
    r"^\s*(?:[(（]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[、.．)）](?!\d))\s*"
)
_FILLED_IN = re.compile(r"填表|填报日期|制表日期|打印|prepared|printed", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:本页|本月|本年|本季|全年|全月|年度|全厂|全部|园区|[一二三四]季度|\d{1,2}月)?"
    r"(?:合计|小计|总计|共计|累计|总和|汇总|合計|小計|総計|합계|소계|총계|총합계|계)[数量]?(?:[:(].*)?"
    # Whatever is counted together, and sub-totals that carry the name of their firm.
    r"|.{1,24}(?:合计|小计|总计|共计)"
    r"|(?:grand |sub)?-?\s?totals?(?:[:(].*)?|sum(?:[:(].*)?|(?:gesamt|zwischen)?summe|gesamt|insgesamt"
    r"|totale|totaal|razem|suma|ogółem|celkem|(?:genel )?toplam|totalt|yhteensä|összesen|ukupno"
    r"|итого|всего|tổng(?: cộng)?"
    r"|total\s(?:general|généra\w*|geral|generale|generated|waste|quantity|amount|t|tonnes)\b.*",
    re.IGNORECASE,
)
_SUBTOTAL = re.compile(r"(?:sub-?\s?total|zwischensumme|sous-total|subtotale)\b.*", re.IGNORECASE)
# Sub-totals as spreadsheets insert them, alone in the columns of names: 甲钢 汇总, Steel Co Total.
_TOTAL_OF_ONE = re.compile(r"(.+)\s(?:汇总|total|ergebnis|totale|somme)", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,\s]+")
_SIGNED = re.compile(
    r"填表人|制表|复核|签字|签名|盖章|填表日期|填报日期|(?:审核人?|负责人|经办人|联系电话|日期|datum)[:：]"
    r"|prepared by|checked by|signature|signed|unterschrift",
    re.IGNORECASE,
)
_NOTED = re.compile(
    r"\s*(?:(?:注|备注|说明|填表说明|填写说明|附注|notes?|remarks?|source|hinweis|anmerkung|quelle)\s*\d*\s*[:：.、]|[*※])",
    re.IGNORECASE,
)
# Of which: counted in the row above already.
_PART_OF = re.compile(r"\s*(?:其中|of which\b|davon\b|dont\b|di cui\b|de los cuales\b)", re.IGNORECASE)
_NUMBERING = re.compile(r"\(?[0-9]{1,2}\)?(?:=.*)?|[甲乙丙丁戊己庚辛]|[A-Za-z]|[①-⑳]|/|-|—")


@dataclass(frozen=True, slots=True)
class Facts:
    """What titles say of all rows below them.

    Attributes
    ----------
    firm, unit, basis, form_number : str
    year : int
    others : mapping of str to str
        Field -> text of what else is named, such as a facility's code.
    words : str
        All titles together, for telling the kind of the table.
    """

    firm: str
    year: int
    unit: str
    basis: str
    form_number: str
    others: Mapping[str, str]
    words: str


def firm_below(texts: Iterable[str]) -> str:
    """Return the firm that a signature or note below a table names after its label; empty where none does.

    Examples
    --------
    >>> firm_below(["填表人：张三", "填报单位（盖章）：滨河热电厂"]), firm_below(["接收单位：甲水泥厂"])
    ('滨河热电厂', '')
    """
    for text in texts:
        plain = _STAMPED.sub("", unicodedata.normalize("NFKC", text))
        labelled = _labelled(plain)
        for label, value in (labelled,) if labelled else _PAIR.findall(plain):
            if field_spelled(label) == "enterprise" and value.strip():
                return str(value.strip())
    return ""


def unit_below(texts: Iterable[str]) -> str:
    """Return the one unit that a note or heading below a header gives amounts; empty where none does.

    Examples
    --------
    >>> unit_below(["注：数据来自环统", "单位：万吨"]), unit_below(["单位：红星钢厂"])
    ('万吨', '')
    >>> unit_below(["产生量(吨)"])
    '吨'
    """
    plain = [unicodedata.normalize("NFKC", text) for text in texts]
    found = {
        unit
        for text in plain
        for label, value in _PAIR.findall(text)
        if field_spelled(label) == "unit" and (unit := _unit_of_amounts(value.strip().rstrip(".;。")))
    }
    endings = ((text, _UNIT_AT_END.search(text.strip())) for text in plain)
    found |= {
        end[1]
        for text, end in endings
        if end and is_unit(end[1]) and field_spelled(text[: end.start()].strip())
    }
    return next(iter(found)) if len(found) == 1 else ""


def read_titles(titles: Iterable[tuple[Cell, ...]], sheet: str, file: str) -> Facts:
    """Return what the rows above a table, the sheet's name and the file's name say.

    Examples
    --------
    >>> titles = [("2024年度固废台账",), ("单位名称：红星钢厂", None, "单位：万吨")]
    >>> facts = read_titles(titles, "Sheet1", "a.xlsx")
    >>> facts.firm, facts.year, facts.unit
    ('红星钢厂', 2024, '万吨')
    """
    titles = tuple(titles)
    texts = [_STAMPED.sub("", text) for row in titles for text in _parts(row)]
    firm = unit = basis = form = ""
    others: dict[str, str] = {}
    pairs = [pair for text in texts for pair in (_PAIR.findall(text) if not _labelled(text) else ())]
    pairs += [pair for text in texts if (pair := _labelled(text))]
    for label, value in (*pairs, *(pair for row in titles for pair in _beside(row))):
        value = value.strip()
        field = field_spelled(label)
        # A title may say its unit in brackets, of which the label lost the first.
        bracketed = value.removesuffix(")")
        if counted := _unit_of_amounts(bracketed):
            unit, basis = counted, basis_of(bracketed) or basis
        elif field == "form_number" or _FORM.fullmatch(value):
            form = form or value
        elif value and (field == "enterprise" or (field == "unit" and len(value) > 2 and not _units(value))):
            firm = firm or value
        elif value and field and field not in others:
            others[field] = value
        elif not field and value and is_firm(value) and not _OTHER_PARTY.search(label):
            # Unit A: Sun Steel Ltd, whatever stands before it.
            firm = firm or value
    for text in texts:
        ending = _UNIT_AT_END.search(text)
        if not unit and ending and is_unit(ending[1]):
            unit, basis = ending[1], basis_of(ending[1]) or basis
        form = form or next(iter(_FORM.findall(text)), "")
        firm = firm or firm_in_title(text)
    for name in (sheet, file.rpartition(".")[0]):
        ending = _UNIT_AT_END.search(unicodedata.normalize("NFKC", name).strip())
        if not unit and ending and is_unit(ending[1]):
            unit, basis = ending[1], basis_of(ending[1]) or basis
    words = " ".join((*texts, sheet, file.rpartition(".")[0]))
    return Facts(firm, _year(texts, sheet, file, others), unit, basis, form, others, words)


def firm_in_title(title: str) -> str:
    """Return the firm that a title, or the name of a file, says it is of; empty where it says none.

    Examples
    --------
    >>> firm_in_title("红星钢铁有限公司2024年固废台账"), firm_in_title("雪岭啤酒有限公司副产物一览")
    ('红星钢铁有限公司', '雪岭啤酒有限公司')
    >>> firm_in_title("Waste log - Acme Ltd"), firm_in_title("Eastbank Power Station - by-products")
    ('Acme Ltd', 'Eastbank Power Station')
    >>> firm_in_title("绿洲环境有限公司编制的园区固废清单"), firm_in_title("Ash of the Power Station - 2024")
    ('', '')
    """
    text = _LABEL_IN_BRACKETS.sub("", title)
    # 某公司固废一览（2024年）: the brackets that held the year go with it.
    bare = re.sub(r"\(\s*\)", "", _YEAR_OF_TITLE.sub("", text)).strip()
    if ":" in bare:
        return ""
    # What the title is of, and whose.
    parts = [part.strip() for part in _DASH.split(bare)]
    named = without_outline(next(filter(is_firm, parts), ""))
    works = next(filter(_NAMED_WORKS.fullmatch, parts), "") if len(parts) > 1 else ""
    before_title = _FIRM_BEFORE_TITLE.match(bare) or _WORKS_BEFORE_TITLE.match(bare)
    before_year = _FIRM_BEFORE_YEAR.match(text)
    of_list = _FIRM_OF_LIST.match(bare)
    return (
        named or works or next((str(found[0]) for found in (before_title, before_year, of_list) if found), "")
    )


def _labelled(text: str) -> tuple[str, str] | None:
    """Return a label of several words and what it names: Ragione sociale: Ceramiche Sassuolo S.p.A."""
    label, colon, value = text.partition(":")
    named = bool(colon) and " " in label.strip() and ":" not in value and bool(field_spelled(label.strip()))
    return (label.strip(), value.strip()) if named else None


def _beside(row: Sequence[Cell]) -> list[tuple[str, str]]:
    """Return labels of a row and what stands in the cell after each: 样品名称 | 磷石膏."""
    held = [unicodedata.normalize("NFKC", str(cell)).strip() for cell in row if cell is not None]
    named = [(label.rstrip(" :"), value) for label, value in pairwise(held)]
    return [(label, value) for label, value in named if field_spelled(label) and not field_spelled(value)]


def _unit_of_amounts(text: str) -> str:
    """Return the one unit that amounts have by a title; 万吨、万元 counts money besides.

    Examples
    --------
    >>> _unit_of_amounts("万吨、万元"), _unit_of_amounts("吨,干基"), _unit_of_amounts("万吨、万立方米")
    ('万吨', '吨', '')
    """
    first = text.partition(",")[0]
    if is_unit(first):
        return first
    counted = [
        unit for unit in _units(text) if all(name != "money" for name, _ in parse_unit(unit).dimensions)
    ]
    return counted[0] if len(counted) == 1 else ""


def _units(text: str) -> list[str]:
    return [part for part in re.split(r"[、,;和及()\s]+", text) if is_unit(part)]


def is_firm(text: str) -> bool:
    """Whether a text ends as names of firms do.

    Examples
    --------
    >>> is_firm("红星钢铁有限公司"), is_firm("钢渣")
    (True, False)
    """
    return len(text) <= 40 and bool(_ENDS_OF_FIRMS.search(text.strip()))


def without_outline(text: str) -> str:
    """Return a heading without the number that outlines give it.

    Examples
    --------
    >>> without_outline("（一）东升钢铁有限公司"), without_outline("2、旭日电厂"), without_outline("3M公司")
    ('东升钢铁有限公司', '旭日电厂', '3M公司')
    """
    return _OUTLINE.sub("", text).strip() or text


def is_total(cells: Sequence[Cell]) -> bool:
    """Whether a row is a total by the first text in it.

    Examples
    --------
    >>> is_total((None, "合 计", 5)), is_total(("Summe:", 5)), is_total(("合计钢厂", 5))
    (True, True, False)
    >>> is_total(("全园区合计", 5)), is_total(("Steel Co Total", 5)), is_total(("Nitrogen total", "mg/kg", 5))
    (True, True, False)
    """
    texts = [cell for cell in cells if isinstance(cell, str)]
    return any(map(_is_total_word, texts[:2])) or bool(total_of_one(cells))


def total_of_one(cells: Sequence[Cell]) -> str:
    """Return whose sub-total a row is, as spreadsheets insert them; empty for every other row.

    Examples
    --------
    >>> total_of_one(("云盛钢铁 汇总", None, "420000")), total_of_one(("A Steel Total", "slag", 5))
    ('云盛钢铁', '')
    """
    words = [cell for cell in cells if isinstance(cell, str) and not _NUMBER.fullmatch(cell.strip())]
    found = _TOTAL_OF_ONE.fullmatch(words[0].strip()) if len(words) == 1 < len(cells) else None
    return found[1].strip() if found else ""


@lru_cache(maxsize=16_384)
def _is_total_word(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text).strip(" :*")
    return bool(_TOTAL.fullmatch(re.sub(r"\s(?![a-z])", "", plain)) or _SUBTOTAL.fullmatch(plain))


def reason_to_leave_out(cells: Sequence[Cell], width: int, header: Sequence[str]) -> str:
    """Return why a row below a header is no row of data; empty if it is one."""
    if is_total(cells):
        return "TOTAL"
    if any(_PART_OF.match(cell) for cell in cells[:3] if isinstance(cell, str)):
        return "PART"
    held = [cell for cell in cells if cell is not None]
    texts = [cell for cell in held if isinstance(cell, str)]
    if texts and len(texts) == len(held) and texts_of(cells) == header:
        return "REPEATED_HEADER"
    if len(held) > max(2, width // 2) or width < 2:
        return ""
    if any(_NOTED.match(text) for text in texts[:1]):
        return "NOTE"
    if any(_SIGNED.search(text) for text in texts):
        return "SIGNATURE"
    named = width >= 3 or (texts and is_firm(texts[0]) and "enterprise" not in map(field_spelled, header))
    if len(held) == 1 and texts and named:
        return "NOTE" if len(texts[0]) > 30 or ":" in unicodedata.normalize("NFKC", texts[0]) else "SECTION"
    return ""


def is_row_of_units(cells: Sequence[Cell]) -> bool:
    """Whether a row below a header holds units and nothing else."""
    texts = texts_of(cells)
    if len(texts) < sum(cell is not None for cell in cells):
        return False
    units = sum(is_unit(text.strip("()（）[]")) for text in texts)
    return units > 0 and all(is_unit(text.strip("()（）[]")) or text in ("-", "/", "—") for text in texts)


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether a row below a header numbers its columns, as printed forms do."""
    held = [str(cell) for cell in cells if cell is not None]
    if len(held) < 3 or not all(_NUMBERING.fullmatch(text) for text in held):
        return False
    numbers = [int(text) for text in held if text.isdecimal()]
    letters = sum(text.isalpha() for text in held)
    return (len(numbers) >= 2 and all(b - a == 1 for a, b in pairwise(numbers))) or letters >= 3


def is_note(cells: Sequence[Cell]) -> bool:
    """Whether a row is a note or a signature."""
    return any(_NOTED.match(text) or _SIGNED.search(text) for text in texts_of(cells))


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """Return the cells of a row that are text."""
    return [cell for cell in cells if isinstance(cell, str)]


def _year(texts: Iterable[str], sheet: str, file: str, others: Mapping[str, str]) -> int:
    """Return the year that is named nearest to the table; a date on which a form was filled in is none."""
    if _YEAR.fullmatch(others.get("year", "").removesuffix("年").strip()):
        return int(others["year"][:4])
    for text in (*(text for text in texts if not _FILLED_IN.search(text)), sheet, file.rpartition(".")[0]):
        years = set(_YEAR_OF_TITLE.findall(text)) or (set(_YEAR.findall(text)) if text in (sheet,) else set())
        if len(years) == 1:
            return int(next(iter(years)))
    return 0


def _parts(row: tuple[Cell, ...]) -> list[str]:
    """Return what stands in a row, apart where cells or wide gaps part it."""
    plain = (unicodedata.normalize("NFKC", str(cell)) for cell in row if cell is not None)
    return [part for text in plain for part in re.split(r"\s{2,}", text[:500].strip()) if part]
