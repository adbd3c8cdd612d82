"""What an error of GraphQL carries beside its message: its code, and the message in both languages."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError, Node

from graph.errors import SymbioflowError
from graph.wording import Message, Words


def extensions(code: str, said: Message | Words) -> dict[str, Any]:
    """Return the extensions of an error."""
    return {"code": code, "messageZh": said.text("zh"), "messageEn": said.text("en")}


def refusal(error: SymbioflowError, node: Node | None = None) -> GraphQLError:
    """Return a refusal as an error of GraphQL, at a place of the document if there is one."""
    return GraphQLError(error.message, node, extensions=extensions(error.code, error.said))
