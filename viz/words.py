"""The words and amounts that pages show, in Chinese and in English.

Amounts are written as everywhere (`graph.units.show_amount`): 140万吨/年 or 1.4 Mt/yr.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph.errors import SymbioflowError
from graph.messages import LANGUAGES, Words
from graph.ranges import Range
from graph.units import show_amount, unit_words


def same(text: str) -> Words:
    """Return a text that reads the same in both languages.

    Examples
    --------
    >>> same("TRL 9").en
    'TRL 9'
    """
    return Words(text, text)


def known_language(language: str) -> str:
    """Return `language` if pages can be written in it.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_LANGUAGE``.
    """
    if language not in LANGUAGES:
        raise SymbioflowError("UNKNOWN_LANGUAGE", given=language, expected=LANGUAGES)
    return language


def amount(value: float, unit: str, *, yearly: bool = True) -> Words:
    """Return an amount as `graph.units.show_amount` writes it in each language.

    Examples
    --------
    >>> amount(1_400_000.0, "t")
    Words(zh='140万吨/年', en='1.4 Mt/yr')
    >>> amount(850.0, "m3", yearly=False).zh
    '850立方米'
    """
    whole = f"{unit}/yr" if yearly else unit
    return Words(show_amount(value, whole, "zh"), show_amount(value, whole, "en"))


def amounts(values: Range, unit: str, *, yearly: bool = True) -> Words:
    """Return a range as likely (low – high), or as one amount when all three are equal.

    Examples
    --------
    >>> amounts(Range(5e5, 6e5, 8e5), "t").en
    '600 kt/yr (500 kt – 800 kt)'
    """
    likely = amount(values.likely, unit, yearly=yearly)
    if values.low == values.high:
        return likely
    low, high = amount(values.low, unit, yearly=False), amount(values.high, unit, yearly=False)
    return Words(f"{likely.zh} ({low.zh} – {high.zh})", f"{likely.en} ({low.en} – {high.en})")


def price(text: str, unit: str) -> Words:
    """Return a price in CNY per unit.

    Examples
    --------
    >>> price("30", "t").zh
    '30 元/吨'
    """
    return Words(f"{text} 元/{unit_words(unit)}", f"{text} CNY/{unit}")


def number(value: float) -> str:
    """Return a number to three digits, without exponents and with thousands apart.

    Examples
    --------
    >>> number(1234567.0), number(0.04567), number(140.0)
    ('1,230,000', '0.0457', '140')
    """
    rounded = float(f"{value:.3g}")
    if rounded == int(rounded):
        return f"{int(rounded):,}"
    return f"{rounded:,.12f}".rstrip("0")


#: Words for the closed lists of the model (`graph.vocabulary`, `graph.evidence`), by their values.
VALUES: Mapping[str, Words] = MappingProxyType(
    {
        "operating": Words("运行", "operating"),
        "building": Words("在建", "under construction"),
        "planned": Words("拟建", "planned"),
        "closed": Words("关停", "closed"),
        "solid": Words("固体", "solid"),
        "sludge": Words("污泥", "sludge"),
        "liquid": Words("液体", "liquid"),
        "gas": Words("气体", "gas"),
        "heat": Words("热", "heat"),
        "none": Words("一般", "not hazardous"),
        "possible": Words("可能属危险废物", "possibly hazardous"),
        "hazardous": Words("危险废物", "hazardous waste"),
        "suggested": Words("建议", "suggested"),
        "contacted": Words("已接洽", "contacted"),
        "filed": Words("已立项", "on record"),
        "assessed": Words("已批环评", "assessment approved"),
        "started": Words("已开工", "under construction"),
        "commissioned": Words("已投产", "in production"),
        "negotiating": Words("洽谈中", "negotiating"),
        "contracted": Words("已签约", "contracted"),
        "stopped": Words("已停止", "stopped"),
        "rejected": Words("已否决", "rejected"),
        "official": Words("官方", "official"),
        "standard": Words("标准", "standard"),
        "journal": Words("期刊", "journal"),
        "trade": Words("行业媒体", "trade press"),
        "company": Words("企业自述", "company claim"),
        "derived": Words("推算", "derived"),
        "textbook": Words("通用工程知识", "textbook"),
        "class estimate": Words("按工艺类别估计", "class estimate"),
        "demo estimate": Words("演示估计值，无来源", "demo estimate, no source"),
    }
)


def value_words(value: str) -> Words:
    """Return the words for a value of a closed list; an unlisted value stands for itself.

    Examples
    --------
    >>> value_words("planned").zh
    '拟建'
    """
    return VALUES.get(value, same(value))


#: What stands on the network page, by the name its template and script use.
NETWORK_PAGE: Mapping[str, Words] = MappingProxyType(
    {
        "product": Words("共生流", "Symbioflow"),
        "title": Words("园区物质流网络", "Material-flow network of the park"),
        "language": Words("English", "中文"),
        "languageHint": Words("Switch to English", "切换到中文"),
        "search": Words("搜索名称（中文或英文）", "Search names (Chinese or English)"),
        "searchShort": Words("搜索", "Search"),
        "waste": Words("废物", "Waste"),
        "everyWaste": Words("全部废物", "Every waste"),
        "legend": Words("图例与筛选", "Legend and filter"),
        "enterprise": Words("企业", "Enterprises"),
        "stream": Words("废物流", "Waste streams"),
        "facility": Words("利用设施", "Facilities"),
        "material": Words("物料", "Materials"),
        "technology": Words("技术", "Technologies"),
        "kind.enterprise": Words("企业", "Enterprise"),
        "kind.stream": Words("废物流", "Waste stream"),
        "kind.facility": Words("利用设施", "Facility"),
        "kind.material": Words("物料", "Material"),
        "kind.technology": Words("技术", "Technology"),
        "flow.planned": Words("规划流量（线宽表示数量）", "Plan flow (width shows the amount)"),
        "flow.suggested": Words("建议的连接", "Suggested linkage"),
        "flow.prospective": Words(
            "可能的接收方（按行业推断，无设施记录）",
            "Prospective receiver (by its industry; no facility on record)",
        ),
        "flow.linkage": Words("已登记的连接", "Registered linkage"),
        "flowShort.planned": Words("规划", "plan"),
        "flowShort.suggested": Words("建议", "suggested"),
        "flowShort.prospective": Words("可能", "prospective"),
        "flowShort.linkage": Words("已登记", "registered"),
        "notBuilt": Words("虚线框：尚未投运", "Dashed frame: not in operation"),
        "estimateMark": Words("≈ 演示估计值，无来源", "≈ demo estimate, no source"),
        "canvas": Words(
            "网络图。方向键移动，加减键缩放；名录列出同样的内容。",
            "Network picture. Arrow keys move, plus and minus zoom; the list holds the same content.",
        ),
        "zoomIn": Words("放大", "Zoom in"),
        "zoomOut": Words("缩小", "Zoom out"),
        "fit": Words("全图", "Fit all"),
        "details": Words("详情", "Details"),
        "about": Words("这张图与规划的说明", "About the picture and the plan"),
        "view": Words("看什么", "What to see"),
        "view.firms": Words("企业之间", "Between firms"),
        "view.cards": Words("全部废物与设施", "Every waste and facility"),
        "givesTitle": Words("供料方", "Supply"),
        "focusTitle": Words("所选", "In focus"),
        "takesTitle": Words("接收方", "Take"),
        "lines": Words("流量", "Flows"),
        "full": Words("满 {share}", "{share} full"),
        "flowCount": Words("{count} 条", "{count} flows"),
        "bundlesLeft": Words("另有 {count} 条较小的未画出。", "{count} smaller ones are not drawn."),
        "noFlows": Words("没有进出它的流量。", "Nothing flows to or from it."),
        "toPages": Words("返回总览", "Back to the overview"),
        "keepPage": Words("存此网页", "Keep this page"),
        "pick": Words(
            "点选图中或名录中的一项，查看数量、来源等级与去向。",
            "Pick an item in the picture or the list to see its amounts, their grade and where they go.",
        ),
        "clear": Words("取消选择", "Clear selection"),
        "list": Words("名录", "List"),
        "nothing": Words("没有符合的条目", "Nothing matches"),
        "outgoing": Words("去向", "Goes to"),
        "incoming": Words("来源", "Comes from"),
        "owner": Words("所属企业", "Belongs to"),
        "owns": Words("废物流与设施", "Streams and facilities"),
        "related": Words("相关", "Related"),
        "takers": Words("按物料可接收的设施", "Facilities that accept this material"),
        "givers": Words("按物料可供料的废物流", "Streams of a material it accepts"),
        "takersNote": Words(
            "仅按物料分类判断；成分、距离与许可等门槛未核对。",
            "By the taxonomy of materials alone; composition, distance and licences are not checked.",
        ),
        "shown": Words("显示", "Shown"),
        "of": Words("/", "of"),
        "capped": Words(
            "园区共有 {total} 个节点，本页只画出其中 {drawn} 个：有流量者优先，再取废物量最大的企业。",
            "This page draws {drawn} of the park's {total} nodes: those with flows, then the most waste.",
        ),
        "flowsLeftOut": Words(
            "另有 {count} 条流量的一端未画出。",
            "{count} flows are not drawn because an end of theirs is not.",
        ),
        "fingerprint": Words("数据指纹", "Data fingerprint"),
        "licence": Words(
            "绘图：pyvis 与 vis-network（Apache-2.0 或 MIT）。本页离线可用，不向外发出任何请求。",
            "Drawn with pyvis and vis-network (Apache-2.0 or MIT). Works offline; sends no request.",
        ),
        "noScript": Words("此页需要 JavaScript 才能绘图。", "This page needs JavaScript to draw."),
    }
)

#: Names of the facts in the details panel.
FACTS: Mapping[str, Words] = MappingProxyType(
    {
        "area": Words("园区", "Area"),
        "state": Words("状态", "State"),
        "industry": Words("行业代码", "Industry class"),
        "products": Words("产品", "Products"),
        "material": Words("物料", "Material"),
        "supply": Words("产生量", "Generated"),
        "in_use": Words("已利用（基线）", "Already used (baseline)"),
        "stock": Words("历史堆存", "Stock on hand"),
        "moisture": Words("含水率", "Moisture"),
        "disposal_cost": Words("现处置费", "Disposal cost today"),
        "technology": Words("技术", "Technology"),
        "capacity": Words("处理能力（主料）", "Capacity (main input)"),
        "opens": Words("投运", "Opens"),
        "closes": Words("停运", "Closes"),
        "radius": Words("收料半径", "Radius"),
        "phase": Words("形态", "Phase"),
        "hazard": Words("危险性", "Hazard"),
        "codes": Words("分类代码", "Codes"),
        "trl": Words("技术成熟度", "Readiness (TRL)"),
        "description": Words("说明", "Description"),
        "displaces": Words("替代的原生产品", "Displaces"),
        "grade": Words("数据等级", "Grade of the numbers"),
        "sources": Words("来源", "Sources"),
        "note": Words("备注", "Note"),
        "unknown": Words("未知", "not known"),
    }
)
