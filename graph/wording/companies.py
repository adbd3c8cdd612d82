"""Names of companies without the form of the company, which one person writes and the next leaves out."""

from __future__ import annotations

import re

from graph.wording.folding import folded

_FORMS = re.compile(
    r"(?:\s|,)*(?:股份|有限|责任|集团|控股|总)*(?:公司|集团)$"
    r"|(?:[\s,]+(?:co|ltd|limited|inc|corp|corporation|company|llc|plc|gmbh|ag|sa|spa|srl|ab|oy|bv|nv|pvt)\.?)+$"
)


def company_core(name: str) -> str:
    """Return a firm's name, folded, without the form of its company: 云岭钢铁 of 云岭钢铁股份有限公司.

    Examples
    --------
    >>> company_core("云岭钢铁股份有限公司"), company_core("Alpha Steel Co., Ltd"), company_core("公司")
    ('云岭钢铁', 'alpha steel', '')
    """
    return _FORMS.sub("", folded(name)).strip(" ,.")
