"""From sheets understood to a park's rows: firms, wastes, facilities and analyses, with ids made of names.

Nothing is stored here: `propose` says what a load would bring, change and delete, and what must be asked.
"""

from ingest.proposing.asking import LIKELY
from ingest.proposing.document import proposal_document
from ingest.proposing.propose import propose
from ingest.proposing.result import Ask, Doubt, FirmFound, LeftAside, Place, Proposal, WasteFound
from ingest.proposing.sentences import reason_left_aside, say_ask, say_doubt
from ingest.understanding import LEAVE_OUT

__all__ = [
    "LEAVE_OUT",
    "LIKELY",
    "Ask",
    "Doubt",
    "FirmFound",
    "LeftAside",
    "Place",
    "Proposal",
    "WasteFound",
    "proposal_document",
    "propose",
    "reason_left_aside",
    "say_ask",
    "say_doubt",
]
