"""Wastes of foreign sheets: the lines that name them, and the streams written of them."""

from ingest.proposing.wastes.writing import find_wastes

__all__ = ["find_wastes"]
