"""The closed lists of words as GraphQL enums, each value described; importing this registers them."""

from api.graphql.enums import plans, results, words

__all__ = ["plans", "results", "words"]
