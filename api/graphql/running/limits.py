"""How much one query may ask for, judged before it runs: length, depth and cost.

The cost of a field is its weight plus what is asked of its items times their number: the page size of a
connection (variables resolved), the expected length of a plain list. The weight of what is computed follows
the work: it counts draws and points, and what an argument makes to be computed anew. A fragment is judged
once and counted wherever it is spread, under any alias, so neither breadth nor aliases nor nested fragments
get past.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
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
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Source,
    TokenKind,
    ValidationContext,
    ValidationRule,
    VariableNode,
    get_named_type,
    introspection_types,
    is_list_type,
)
from graphql.type import get_nullable_type
from strawberry.extensions import SchemaExtension

from api.graphql.context import Limits
from api.graphql.nodes import SHORT_LIST
from api.graphql.refusals import refusal
from api.graphql.running.merging import takes_long_to_merge
from graph.errors import SymbioflowError

#: Introspection asks for names and descriptions that are in memory: so many of them cost as one field.
INTROSPECTION_RATE = 4
#: How many items lists of the schema have: types, and fields, arguments and values of one.
_SCHEMA_LISTS = {"types": 200, "fields": 10, "enumValues": 6, "args": 3, "directives": 8, "locations": 4}
#: A list of these, or a repeated field, is not worth a price of its own.
_SCHEMA_LIST = 2

#: What an answer for another day or with other weights costs: everything is ranked anew.
ANEW_WEIGHT = 10_000

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
        if context.context.limits.cost is not None and takes_long_to_merge(context.graphql_document):
            context.pre_execution_errors = [refusal(SymbioflowError("QUERY_TOO_EXPENSIVE.repeated"))]
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
        if name in ("__schema", "__type"):
            described = introspection_types["__Schema" if name == "__schema" else "__Type"]
            found = self._schema_selections(node.selection_set, described)
            return Measure(1 + found.cost // INTROSPECTION_RATE, 1)
        if name.startswith("__"):
            return Measure(0, 1)
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
            # One that is named is one, however many there are.
            named = self._is_given(node, metadata.get("one"))
            items = 1 if named else int(metadata.get("size", SHORT_LIST))
        weight = int(metadata.get("weight", 1)) + self._work(node, definition, metadata)
        return Measure(weight + items * below.cost, 1 + below.depth)

    def _work(self, node: FieldNode, definition: GraphQLField, metadata: Mapping[str, Any]) -> int:
        """Return what the arguments of a field make dearer: numbers that count, and what is computed anew."""
        work = 0
        for name, each in metadata.get("counts", {}).items():
            given = self._whole(node, (name,))
            default = definition.args[name].default_value
            work += each * max(default if given is None else given, 0)
        given_at_all = {argument.name.value for argument in node.arguments or ()}
        if given_at_all & set(metadata.get("anew", ())):
            work += ANEW_WEIGHT
        return work

    def _is_given(self, node: FieldNode, name: str | None) -> bool:
        """Return whether an argument is given and not null, variables resolved."""
        for argument in node.arguments or ():
            if argument.name.value == name:
                value = argument.value
                if isinstance(value, VariableNode):
                    return self._variables.get(value.name.value) is not None
                return not isinstance(value, NullValueNode)
        return False

    def _page_size(self, node: FieldNode) -> int:
        asked = self._whole(node, ("first", "last"))
        return (self._limits.page_size or SHORT_LIST) if asked is None else max(asked, 0)

    def _whole(self, node: FieldNode, names: Collection[str]) -> int | None:
        """Return the whole number that the first given of these arguments has, variables resolved."""
        for argument in node.arguments or ():
            if argument.name.value in names:
                value: Any = None
                if isinstance(argument.value, IntValueNode):
                    value = int(argument.value.value)
                elif isinstance(argument.value, VariableNode):
                    name = argument.value.name.value
                    value = self._variables.get(name, self._defaults.get(name))
                if isinstance(value, int):
                    return value
        return None

    def _schema_selections(self, selections: SelectionSetNode | None, parent: GraphQLNamedType) -> Measure:
        """Return what a part of the schema's own description costs, before the rate for it."""
        cost = 0
        for selection in selections.selections if selections else ():
            if isinstance(selection, InlineFragmentNode):
                cost += self._schema_selections(selection.selection_set, parent).cost
            elif isinstance(selection, FragmentSpreadNode):
                key = (selection.name.value, parent.name)
                if key not in self._fragments:
                    self._fragments[key] = None
                    fragment = self.context.get_fragment(selection.name.value)
                    if fragment is not None:
                        self._fragments[key] = self._schema_selections(fragment.selection_set, parent)
                cost += (self._fragments[key] or Measure(0, 0)).cost
            elif isinstance(selection, FieldNode):
                definition = parent.fields.get(selection.name.value) if hasattr(parent, "fields") else None
                if definition is None:
                    continue
                below = self._schema_selections(selection.selection_set, get_named_type(definition.type))
                many = is_list_type(get_nullable_type(definition.type))
                items = _SCHEMA_LISTS.get(selection.name.value, _SCHEMA_LIST) if many else 1
                # Tools ask nine times for the type within a type; few have one.
                items = 0 if selection.name.value == "ofType" else items
                cost += 1 + items * below.cost
        return Measure(cost, 0)


def _in_page(parent: GraphQLNamedType) -> bool:
    """Return whether a type is a connection, whose lists were counted with its page size already."""
    return isinstance(parent, GraphQLObjectType) and "pageInfo" in parent.fields
