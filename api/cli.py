"""The command line: puts the commands together and turns refusals into one line and an exit code."""

from __future__ import annotations

import atexit
import gc
import io
import sys
from pathlib import PurePath
from traceback import extract_tb
from typing import Annotated

import typer
from rich.console import Console

from api.commands import ListedCommands
from api.language import LANGUAGE, Language, language_typed
from graph.errors import EXIT_UNEXPECTED, EXIT_USAGE, RefusedInput, SymbioflowError

_HELP = {
    "zh": "共生流 Symbioflow：工厂扔掉的东西，谁能用。",
    "en": "Symbioflow 共生流: who can use what a factory throws away.",
}
#: New objects between two looks for garbage. A command makes half a million that stay until its end, and next
#: to nothing that is garbage: every 50,000 of them, looking took a twentieth of the time of `match --waste`.
_LOOKED_THROUGH = 500_000
#: What typer raises -> what the catalogue calls it.
_MISUSED = {
    "NoSuchOption": "BAD_USAGE.option",
    "MissingParameter": "BAD_USAGE.missing",
    "BadParameter": "BAD_USAGE.value",
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
    if arguments is None:
        # A process of its own: nor need all that stays be looked through at its end, a tenth of `plan`.
        gc.set_threshold(_LOOKED_THROUGH)
        atexit.register(gc.freeze)
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
        sys.exit(_refused(error))
    except typer.TyperException as error:
        # Without any arguments the help was printed, and there is nothing more to say.
        sys.exit(_refused(_misused(error)) if error.format_message() else EXIT_USAGE)
    except typer.Abort:
        sys.exit(EXIT_UNEXPECTED)
    except OSError as error:
        sys.exit(_refused(SymbioflowError("CANNOT_ACCESS", reason=str(error))))
    except Exception as error:
        place = extract_tb(error.__traceback__)[-1]
        where = f"{PurePath(place.filename).name} line {place.lineno}"
        detail = f"{type(error).__name__}: {error}"
        sys.exit(
            _refused(SymbioflowError("INTERNAL_ERROR", exit_code=EXIT_UNEXPECTED, detail=detail, place=where))
        )
    # A command gives nothing back; a number is what typer.Exit was raised with.
    sys.exit(left_with if isinstance(left_with, int) else 0)


def _misused(error: typer.TyperException) -> SymbioflowError:
    """Return what is wrong with the words that were typed."""
    key = _MISUSED.get(type(error).__name__, "BAD_USAGE")
    option, parameter = getattr(error, "option_name", ""), getattr(error, "param", None)
    name = option if parameter is None else parameter.opts[0]
    return SymbioflowError(key, exit_code=EXIT_USAGE, name=name, detail=error.format_message())


def _refused(error: SymbioflowError) -> int:
    """Write what was refused to standard error, one line and a line for each problem of a file."""
    language = LANGUAGE.get()
    words = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    words.print(f"{error.code}: {' '.join(error.text(language).split())}", style="red")
    if isinstance(error, RefusedInput):
        from api.commands import report_lines

        for line in report_lines(error.problems, language):
            words.print(f"  {line}")
    return error.exit_code


if __name__ == "__main__":
    main()
