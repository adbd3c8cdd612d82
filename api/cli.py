"""The command line: puts the commands together and turns refusals into one line and an exit code."""

from __future__ import annotations

import io
import sys
from pathlib import PurePath
from traceback import extract_tb
from typing import Annotated

import typer
from rich.console import Console

from api.commands.index import ListedCommands
from api.language import LANGUAGE, Language, language_typed
from graph.errors import (
    EXIT_BAD_INPUT,
    EXIT_UNEXPECTED,
    EXIT_USAGE,
    Problem,
    RefusedInput,
    SymbioflowError,
)

_HELP = {
    "zh": "共生流 Symbioflow：工厂扔掉的东西，谁能用。",
    "en": "Symbioflow 共生流: who can use what a factory throws away.",
}


def application(language: Language) -> typer.Typer:
    """Return the command line with its help in a language."""
    ListedCommands.language = language
    app = typer.Typer(
        name="symbioflow",
        cls=ListedCommands,
        help=_HELP[language],
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"symbioflow {version('symbioflow')}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="显示版本 / the version."),
    ] = False,
) -> None:
    """Stand for the command line without a command."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code; whatever goes wrong is one line, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names are Chinese whatever the locale says.
            stream.reconfigure(encoding="utf-8")
    language = language_typed(sys.argv[1:] if arguments is None else arguments)
    LANGUAGE.set(language)
    try:
        command = typer.main.get_command(application(language))
        left_with = command.main(arguments, prog_name="symbioflow", standalone_mode=False)
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
    if problems:
        from ingest.problems import explain
    for problem in problems:
        words.print(f"  {problem.code}: {explain(problem, LANGUAGE.get())}")
    return exit_code


if __name__ == "__main__":
    main()
