"""The command line: puts the commands together and turns refusals into one line and an exit code."""

from __future__ import annotations

import io
import sys
from pathlib import PurePath
from traceback import extract_tb

import typer
from rich.console import Console

from api.commands import data, demo, knowledge, loads, pathways, planning, results, servers
from api.commands.common import LANGUAGE
from graph.errors import (
    EXIT_BAD_INPUT,
    EXIT_UNEXPECTED,
    EXIT_USAGE,
    Problem,
    RefusedInput,
    SymbioflowError,
)
from ingest import explain

app = typer.Typer(
    name="symbioflow",
    help="Symbioflow 共生流: who can use what a factory throws away.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    demo.demo,
    servers.serve,
    data.ingest,
    results.match,
    pathways.pathways,
    planning.plan,
    planning.pareto,
    planning.targets,
    planning.scenarios,
    data.export,
    data.copy,
    data.search,
    data.network,
    knowledge.suggest_uses,
    knowledge.evaluate,
    knowledge.synth,
):
    app.command()(command)
app.add_typer(loads.loads, name="loads")
app.add_typer(loads.library, name="library")
app.add_typer(servers.neo4j, name="neo4j")


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code; whatever goes wrong is one line, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names are Chinese whatever the locale says.
            stream.reconfigure(encoding="utf-8")
    try:
        left_with = typer.main.get_command(app).main(arguments, prog_name="symbioflow", standalone_mode=False)
    except SymbioflowError as error:
        problems = error.problems if isinstance(error, RefusedInput) else ()
        sys.exit(_refused(error.code, error.message, error.exit_code, problems))
    except typer.TyperException as error:
        message = error.format_message()
        # Without any arguments the help was printed, and there is nothing more to say.
        sys.exit(_refused("BAD_USAGE", message, EXIT_USAGE) if message else EXIT_USAGE)
    except typer.Abort:
        sys.exit(EXIT_UNEXPECTED)
    except OSError as error:
        sys.exit(_refused("CANNOT_ACCESS", str(error), EXIT_BAD_INPUT))
    except Exception as error:
        place = extract_tb(error.__traceback__)[-1]
        where = f"{PurePath(place.filename).name} line {place.lineno}"
        sys.exit(_refused("INTERNAL_ERROR", f"{type(error).__name__}: {error} ({where})", EXIT_UNEXPECTED))
    # A command gives nothing back; a number is what typer.Exit was raised with.
    sys.exit(left_with if isinstance(left_with, int) else 0)


def _refused(code: str, message: str, exit_code: int, problems: tuple[Problem, ...] = ()) -> int:
    """Write what was refused to standard error, one line and a line for each problem of a file."""
    words = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    words.print(f"{code}: {' '.join(message.split())}", style="red")
    for problem in problems:
        words.print(f"  {problem.code}: {explain(problem, LANGUAGE.get())}")
    return exit_code


if __name__ == "__main__":
    main()
