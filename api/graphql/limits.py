"""How much one query may ask for, judged before it runs: length, depth and cost.

The cost of a field is its weight plus what is asked of its items times their number: the page size of a
connection (variables resolved), the expected length of a plain list. A fragment is judged once and counted
wherever it is spread, under any alias, so neither breadth nor aliases nor nested fragments get past.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    Lexer,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Source,
    TokenKind,
    ValidationContext,
    ValidationRule,
    VariableNode,
    get_named_type,
    is_list_type,
)
from graphql.type import get_nullable_type
from strawberry.extensions import SchemaExtension

from api.graphql.context import Limits
from api.graphql.nodes import SHORT_LIST
from api.graphql.refusals import refusal
from graph.errors import SymbioflowError

#: Introspection asks for names and descriptions that are in memory: one flat price for all of it.
INTROSPECTION_COST = 1_000

_OPENING = (TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L)
_CLOSING = (TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R)


class GuardedQueries(SchemaExtension):
    """Refuses what is too long, too deep or too expensive, by the limits of the request's context."""

    def on_operation(self) -> Iterator[None]:
        """Scan the text before it is parsed, and judge the query together with the rules of GraphQL."""
        context = self.execution_context
        limits: Limits = context.context.limits
        if context.query is not None:
            check_length(context.query, limits)
        context.validation_rules = (
            *context.validation_rules,
            partial(CostRule, limits=limits, variables=context.variables or {}),  # type: ignore[arg-type]
        )
        yield

    def on_validate(self) -> Iterator[None]:
        """Refuse to guess which of several operations is meant; give every error of validation its code."""
        context = self.execution_context
        assert context.graphql_document is not None
        definitions = context.graphql_document.definitions
        operations = [node for node in definitions if isinstance(node, OperationDefinitionNode)]
        # `operation_name` falls back on the first operation; what the client named is kept here.
        if len(operations) > 1 and context._provided_operation_name is None:
            context.pre_execution_errors = [refusal(SymbioflowError("UNKNOWN_OPERATION.several"))]
        if context.context.followed and any(
            node.operation is not OperationType.SUBSCRIPTION for node in operations
        ):
            context.pre_execution_errors = [refusal(SymbioflowError("METHOD_NOT_ALLOWED.subscriptions"))]
        yield
        for error in self.execution_context.pre_execution_errors or ():
            error.extensions = {"code": "GRAPHQL_VALIDATION_FAILED", **(error.extensions or {})}


def check_length(query: str, limits: Limits) -> None:
    """Refuse a text with too many tokens or too deep a nesting, before the parser recurses into it."""
    lexer = Lexer(Source(query))
    tokens = nesting = 0
    while lexer.advance().kind is not TokenKind.EOF:
        tokens += 1
        nesting += (lexer.token.kind in _OPENING) - (lexer.token.kind in _CLOSING)
        if limits.tokens is not None and tokens > limits.tokens:
            raise refusal(SymbioflowError("QUERY_TOO_LONG", limit=limits.tokens))
        if limits.depth is not None and nesting > 2 * limits.depth:
            raise refusal(SymbioflowError("QUERY_TOO_DEEP.brackets", limit=2 * limits.depth))


@dataclass(frozen=True, slots=True)
class Measure:
    """What a part of a query asks for.

    Attributes
    ----------
    cost : int
    depth : int
        Fields below one another.
    """

    cost: int
    depth: int


class CostRule(ValidationRule):
    """Judges every operation of a document by depth and cost.

    Parameters
    ----------
    limits : Limits
    variables : mapping of str to object
        As sent; a page size is looked up here.
    """

    def __init__(self, context: ValidationContext, limits: Limits, variables: Mapping[str, Any]) -> None:
        super().__init__(context)
        self._limits = limits
        self._variables = variables
        self._fragments: dict[tuple[str, str], Measure | None] = {}
        self._defaults: Mapping[str, int] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_args: Any) -> None:
        """Measure one operation and report it if it is over a limit."""
        root = self.context.schema.get_root_type(node.operation)
        if root is None:
            return
        self._fragments.clear()
        self._defaults = {
            definition.variable.name.value: int(definition.default_value.value)
            for definition in node.variable_definitions or ()
            if isinstance(definition.default_value, IntValueNode)
        }
        found = self._selections(node.selection_set, root)
        limits = self._limits
        if limits.depth is not None and found.depth > limits.depth:
            error = SymbioflowError("QUERY_TOO_DEEP", depth=found.depth, limit=limits.depth)
            self.report_error(refusal(error, node))
        if limits.cost is not None and found.cost > limits.cost:
            error = SymbioflowError("QUERY_TOO_EXPENSIVE", cost=found.cost, limit=limits.cost)
            self.report_error(refusal(error, node))

    def _selections(self, selections: SelectionSetNode | None, parent: GraphQLNamedType) -> Measure:
        cost = depth = 0
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                found = self._field(selection, parent)
            elif isinstance(selection, InlineFragmentNode):
                name = selection.type_condition.name.value if selection.type_condition else parent.name
                found = self._selections(
                    selection.selection_set, self.context.schema.get_type(name) or parent
                )
            else:
                assert isinstance(selection, FragmentSpreadNode)
                found = self._fragment(selection.name.value, parent)
            cost += found.cost
            depth = max(depth, found.depth)
        return Measure(cost, depth)

    def _fragment(self, name: str, parent: GraphQLNamedType) -> Measure:
        key = (name, parent.name)
        if key not in self._fragments:
            self._fragments[key] = None
            fragment: FragmentDefinitionNode | None = self.context.get_fragment(name)
            if fragment is not None:
                type_ = self.context.schema.get_type(fragment.type_condition.name.value) or parent
                self._fragments[key] = self._selections(fragment.selection_set, type_)
        # None: unknown, or spread inside itself; other rules report both.
        return self._fragments[key] or Measure(0, 0)

    def _field(self, node: FieldNode, parent: GraphQLNamedType) -> Measure:
        name = node.name.value
        if name.startswith("__"):
            return Measure(INTROSPECTION_COST if node.selection_set else 0, 1)
        definition = parent.fields.get(name) if hasattr(parent, "fields") else None
        if not isinstance(definition, GraphQLField):
            return Measure(0, 1)
        below = self._selections(node.selection_set, get_named_type(definition.type))
        strawberry_field = definition.extensions.get("strawberry-definition")
        metadata: Mapping[str, Any] = getattr(strawberry_field, "metadata", None) or {}
        items = 1
        if "first" in definition.args:
            items = self._page_size(node)
        elif is_list_type(get_nullable_type(definition.type)) and not _in_page(parent):
            items = int(metadata.get("size", SHORT_LIST))
        return Measure(int(metadata.get("weight", 1)) + items * below.cost, 1 + below.depth)

    def _page_size(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value in ("first", "last"):
                value: Any = None
                if isinstance(argument.value, IntValueNode):
                    value = int(argument.value.value)
                elif isinstance(argument.value, VariableNode):
                    name = argument.value.name.value
                    value = self._variables.get(name, self._defaults.get(name))
                if isinstance(value, int):
                    return max(value, 0)
        return self._limits.page_size or SHORT_LIST


def _in_page(parent: GraphQLNamedType) -> bool:
    """Return whether a type is a connection, whose lists were counted with its page size already."""
    return isinstance(parent, GraphQLObjectType) and "pageInfo" in parent.fields
