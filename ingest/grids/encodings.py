"""Which encoding the bytes of a text are in: told by the scripts that tables of works are written in.

UTF-8 and UTF-16 prove themselves. The old code pages do not: nearly every run of bytes is text in several of
them, so each is told by what it would make of the bytes, and words of the tables settle what is left.
"""

from __future__ import annotations

import re

import charset_normalizer

_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_KANA = re.compile("[\u3041-\u30ff]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
#: Letters of the languages that a Latin code page is for; what else its bytes make is mostly not meant.
_LETTERS = {
    "cp1252": "äöüÄÖÜßéèêëàâçîïôûùœÉÈÊÀÇñáíóúÑÁÍÓÚåøæÅØÆìòãõÃÕÔ¿¡ºª°²³µ§€–’“”«»…´",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäôőűŐŰöüÖÜß°§€–’“”„«»…´",
    "cp1254": "çğıöşüÇĞİÖŞÜâîû°²³§€–’“”«»…´",
}
#: Signs that stand after words and numbers, not within words.
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[¹²³¿¡º°µ¥£](?=[^\W\d_])")
#: Words of tables that tell a code page where its letters could be another's.
_WORDS = (
    ("cp1250", re.compile(rb"odpad|nazw[aey]|wytw|mno.stv|hullad|mennyis|p.vodc", re.IGNORECASE)),
    ("cp1254", re.compile(rb"\bat.k\b|miktar|tesis|\bkodu\b|.retici", re.IGNORECASE)),
)
#: Bytes of Cyrillic stand together and are small letters mostly; of GB 18030 they stand in pairs.
_LEAST_RUN = 2.5
_LEAST_SMALL = 0.6
#: A short Chinese text may be Korean syllables throughout; so many of them, or a word of tables, are not.
_LEAST_HANGUL = 16
_KOREAN = re.compile("폐기물|발생|처리|사업|업체|업종|수량|단위|코드|명칭")
_LEAST_KANA = 2
#: The share of high bytes that stand alone from which a text is of Latin letters.
_MOSTLY = 0.6


def encoding_of(data: bytes) -> str:
    """Return the likeliest encoding of bytes that are neither UTF-8 nor UTF-16; empty where none fits.

    Examples
    --------
    >>> encoding_of("废物,吨".encode("gb18030")), encoding_of("폐기물,발생량,톤".encode("cp949"))
    ('gb18030', 'cp949')
    >>> encoding_of("наименование отхода".encode("cp1251")), encoding_of("Popioły z węgla".encode("cp1250"))
    ('cp1251', 'cp1250')
    """
    runs = _HIGH_RUNS.findall(data)
    if not runs:
        return "cp1252"
    japanese, korean = _decoded(data, "cp932"), _decoded(data, "cp949")
    if len(_KANA.findall(japanese)) >= _LEAST_KANA and not _HALF_KANA.search(japanese):
        return "cp932"
    alone = sum(len(run) == 1 for run in runs) / len(runs)
    if alone > _MOSTLY:
        return _latin(data)
    high = b"".join(runs)
    small = sum(byte >= 0xE0 for byte in high) / len(high)
    if len(high) / len(runs) >= _LEAST_RUN and small >= _LEAST_SMALL:
        return "cp1251"
    hangul = set(_HANGUL.findall(korean))
    told = len(hangul) >= _LEAST_HANGUL or _KOREAN.search(korean)
    if hangul and told and not _IDEOGRAPH.search(korean):
        return "cp949"
    if all(len(run) % 2 == 0 for run in runs) and _decoded(data, "gb18030"):
        # Of Big5 every other character ends in a byte below 80, which parts the runs.
        return "gb18030"
    best = charset_normalizer.from_bytes(data, cp_isolation=["gb18030", "big5"]).best()
    if best is not None:
        return best.encoding
    return "cp932" if japanese and not _HALF_KANA.search(japanese) else _latin(data)


def _latin(data: bytes) -> str:
    """Return the Latin code page whose letters the bytes are; empty where most of them are none."""
    scores = {}
    for encoding, letters in _LETTERS.items():
        text = _decoded(data, encoding)
        beyond = [character for character in text if character > "\x7f"]
        bad = sum(character not in letters for character in beyond) + len(_SIGN_IN_WORD.findall(text))
        named = any(encoding == of and words.search(data) for of, words in _WORDS)
        scores[encoding] = (bad - 0.5 * named) / len(beyond) if beyond else 1.0
    best = min(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] < 1.0 else ""


def _decoded(data: bytes, encoding: str) -> str:
    """Return the text of bytes in an encoding, empty where they are not all of it."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""
