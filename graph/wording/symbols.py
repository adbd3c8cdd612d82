"""How units and large numbers are spelt in files: Chinese, English, some German, Spanish and Dutch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

#: Dimension -> factor to the canonical unit -> spellings. The tonne of coal equivalent and the kilocalorie
#: are those of GB/T 2589 (29 307.6 MJ, 4.1868 kJ).
_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "mass": {
        "1": "t T TO 吨 公吨 tonne tonnes Tonne Tonnes Tonnen Mg т тонн тонна тонны 톤 トン tấn "
        "tonnellate tonnellata toneladas tonelada Toneladas Tonnellate",
        "1000": "kt Kt KT 千吨",
        "1000000": "Mt",
        "1000000000": "Gt",
        "0.001": "kg Kg KG 千克 公斤 кг",
        "0.00045359237": "lb lbs pound pounds",
        "0.0005": "斤",
        "0.000001": "g 克",
        "1e-9": "mg 毫克",
        "1e-12": "μg ug 微克",
        "0.90718474": "shortton",
        "1.0160469088": "longton",
    },
    "volume": {
        "1": "m3 M3 m^3 立方米 立方 方 cbm Nm3 标方 标立方米 KL kL kl м3",
        "0.001": "L l 升",
        "0.764554857984": "yd3",
    },
    "energy": {
        "1": "GJ 吉焦",
        "0.001": "MJ 兆焦",
        "0.000001": "kJ 千焦",
        "1000": "TJ 太焦",
        "1000000": "PJ",
        "0.0036": "kWh KWh kwh 千瓦时 度",
        "3.6": "MWh 兆瓦时",
        "3600": "GWh 吉瓦时",
        "29.3076": "tce 吨标准煤 吨标煤",
        "0.0293076": "kgce 千克标准煤",
        "0.0000041868": "kcal 大卡 千卡",
    },
    "money": {"1": "CNY RMB 元 人民币 人民币元 yuan ¥"},
    "length": {"1": "km KM 公里 千米", "0.001": "m 米"},
    "time": {
        "1": "yr y a year Year annum Annum an anno año ano jaar rok Jahr 年 年度 год yıl năm år 년",
        "1/12": "month Month Monat 月",
        "7/365": "week Week Woche 周",
        "1/4": "quarter 季度 季",
    },
    "activity": {"1": "Bq 贝可 贝克", "1000": "kBq", "1000000": "MBq"},
    "": {"1": "fraction ratio index 比例", "0.01": "%", "0.001": "‰", "0.000001": "ppm", "1e-9": "ppb"},
}
#: Spelling -> its dimension and its factor to the canonical unit.
SYMBOLS: Mapping[str, tuple[str, Fraction]] = {
    symbol: (dimension, Fraction(factor))
    for dimension, factors in _SPELLINGS.items()
    for factor, symbols in factors.items()
    for symbol in symbols.split()
}
#: Word of number -> its size; of two that fit, the longer stands first.
SCALES: Mapping[str, int] = {
    "万亿": 10**12,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "亿": 10**8,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
    "billion": 10**9,
    "million": 10**6,
    "thousand": 10**3,
    "crore": 10**7,
    "lakh": 10**5,
    "lac": 10**5,
}
#: Spelling -> the state of moisture that a mass is meant in.
BASES = {
    **dict.fromkeys(("wet", "湿基", "湿重", "收到基"), "wet"),
    **dict.fromkeys(("dry", "DS", "DM", "TS", "TM", "atro", "干基", "绝干", "干重"), "dry"),
}

#: Tonnes with a name of two words; a ton alone is one of three and is refused.
TON_NAMES = (
    (re.compile(r"\bshort tons?\b", re.IGNORECASE), "shortton"),
    (re.compile(r"\blong tons?\b", re.IGNORECASE), "longton"),
    (re.compile(r"\bmetric (?:tons?|tonnes?)\b", re.IGNORECASE), "t"),
    (re.compile(r"\bt(?:DS|DM|TS)\b"), "t DS"),
    (re.compile(r"\b(?:cubic yards?|cu\.? ?yd)\b", re.IGNORECASE), "yd3"),
    (re.compile(r"\b([kMG]?t)p[ay]\b"), r"\1/yr"),
    (re.compile(r"\bTP[AY]\b"), "t/yr"),
    (re.compile(r"\s+p\.? ?a\.?(?=$|\s)"), "/yr"),
    (re.compile(r"\bTPM\b"), "t/month"),
)
