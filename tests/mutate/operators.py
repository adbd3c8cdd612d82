"""Single mutations of Python source: each is one expression written another way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_RENAMED = {"any": "all", "min": "max", "minimum": "maximum", "fmin": "fmax", "argmin": "argmax"}
_OTHER_NAME = {**_RENAMED, **{there: here for here, there in _RENAMED.items()}}


@dataclass(frozen=True)
class Mutation:
    """One place of one file, and what stands there instead.

    Attributes
    ----------
    file : Path
        From the root of the tree.
    start, end : int
        Bytes of the file.
    what : str
        The operator, in words.
    """

    file: Path
    line: int
    start: int
    end: int
    what: str
    before: str
    after: str

    def __str__(self) -> str:
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{self.file}:{self.line}  {self.what}:  {before}  ->  {after}"

    def applied(self, source: bytes) -> bytes:
        """Return the file with the mutation in it."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def mutations_of(file: Path, source: str) -> Iterator[Mutation]:
    """Give every single mutation of a file, from its first line to its last.

    >>> [str(found) for found in mutations_of(Path("m.py"), "x = a / b")]
    ['m.py:1  drop / x:  a / b  ->  a']
    """
    lines = source.encode().splitlines(keepends=True)
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + len(line))
    for node in _expressions(ast.parse(source)):
        for what, after in _variants(node):
            start = begins[node.lineno - 1] + node.col_offset
            end = begins[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            before = source.encode()[start:end].decode()
            yield Mutation(file, node.lineno, start, end, what, before, after)


def _expressions(tree: ast.AST) -> Iterator[ast.expr]:
    """Give the expressions that compute something: no annotation, message, text or subscript of a type."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Raise | ast.JoinedStr | ast.arguments | ast.Import | ast.ImportFrom):
            continue
        if isinstance(child, ast.AnnAssign):
            yield from _expressions(ast.Expression(child.value)) if child.value is not None else ()
            continue
        if isinstance(child, ast.FunctionDef):
            for statement in child.body:
                yield from _expressions(ast.Module([statement], []))
            continue
        if isinstance(child, ast.expr):
            yield child
        yield from _expressions(child)


def _variants(node: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _OPPOSITE:
        swapped = [_OPPOSITE[type(node.ops[0])](), *node.ops[1:]]
        yield "turn comparison", ast.unparse(ast.Compare(node.left, swapped, node.comparators))
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and <-> or", f"({ast.unparse(ast.BoolOp(other, node.values))})"
    elif isinstance(node, ast.BinOp):
        yield from _arithmetic(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield "drop sign", ast.unparse(node.operand)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield "constant off by one", repr(node.value + 1)


def _arithmetic(node: ast.BinOp) -> Iterator[tuple[str, str]]:
    if isinstance(node.op, ast.Mult):
        yield "drop factor", f"({ast.unparse(node.left)})"
        yield "drop factor", f"({ast.unparse(node.right)})"
    elif isinstance(node.op, ast.Div):
        yield "drop / x", _inner(node.left)
    elif type(node.op) in _SWAPPED and not isinstance(node.left, ast.Constant | ast.JoinedStr):
        yield "flip sign", f"({ast.unparse(ast.BinOp(node.left, _SWAPPED[type(node.op)](), node.right))})"


def _inner(node: ast.expr) -> str:
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Call) else f"({ast.unparse(node)})"


def _calls(node: ast.Call) -> Iterator[tuple[str, str]]:
    function = node.func
    if isinstance(function, ast.Name) and function.id in _OTHER_NAME:
        name: ast.expr = ast.Name(_OTHER_NAME[function.id])
    elif isinstance(function, ast.Attribute) and function.attr in _OTHER_NAME:
        name = ast.Attribute(function.value, _OTHER_NAME[function.attr])
    else:
        return
    yield "swap extremes", ast.unparse(ast.Call(name, node.args, node.keywords))
