"""The commands of the command line, one module for each group; `api.cli` puts them together."""

from api.commands.index import ListedCommands
from api.commands.reports import report_lines

__all__ = ["ListedCommands", "report_lines"]
