"""Settings, read from the environment here and (the language) in `api.language`, nowhere else."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from api.language import Language, language_of_locale
from graph.errors import EXIT_USAGE, SymbioflowError


def _data_home() -> Path:
    """Return the user's folder for data of programs (XDG base directories)."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _listed(said: object) -> object:
    """Return several texts, which the environment has as a JSON list."""
    if not isinstance(said, str):
        return said
    try:
        return json.loads(said)
    except ValueError as error:
        raise ValueError('expected a JSON list, such as ["park.example"]') from error


_Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Settings(BaseModel):
    """Everything that can be set from outside, each as ``SYMBIOFLOW_<NAME>``.

    Attributes
    ----------
    store : str
        ``sqlite:///file.db``, ``neo4j://host:7687`` or ``bolt://host:7687``.
    store_user, store_password, store_database : str
        For Neo4j; a password never appears in a URL or a message.
    store_auth_file : Path or None
        A file of one line ``user/password`` that says both, so that no environment holds the password.
    host, port : str, int
        Where the server listens.
    allowed_hosts : tuple of str
        Names a request may use for this server besides `host` (a web page elsewhere cannot invent others).
    allowed_origins : tuple of str
        Other places whose web pages may ask, such as ``https://park.example``.
    language : {"zh", "en"}
        Of words on the command line; Chinese under a Chinese locale.
    body_limit : int
        Largest request body, bytes.
    body_seconds, idle_seconds, stop_seconds : float
        By when a request's body and its head must be there, and how long open requests may take at a stop.
    proxies : tuple of str
        Addresses or networks of proxies that are believed when they say for whom they ask.
    heavy_workers, heavy_places, heavy_each, heavy_seconds : int, int, int, float
        Processes for heavy work, how many requests may wait for it, how many of them one client's, and how
        long it may take (`api.lane`).
    warm : bool
        Whether the server computes what every answer needs before it says that it is ready.
    journal : str
        Where requests and changes are written down: ``-`` standard error, a file, or nowhere (empty).
    page_size, page_limit : int
        Items of a connection when not asked for a number, and the most that may be asked for.
    cost_limit, depth_limit, token_limit : int
        The dearest, deepest and longest GraphQL query that is answered (`api.graphql.running.limits`).
    neo4j_home : Path
        Where ``symbioflow neo4j start`` keeps its server.
    """

    model_config = ConfigDict(frozen=True)

    store: str = "sqlite:///symbioflow.db"
    store_user: str = "neo4j"
    store_password: SecretStr = SecretStr("")
    store_database: str = "neo4j"
    store_auth_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    allowed_hosts: _Texts = ("127.0.0.1", "localhost", "[::1]")
    allowed_origins: _Texts = ()
    proxies: _Texts = ("127.0.0.1", "::1")
    language: Language = Field(default_factory=language_of_locale)
    body_limit: int = Field(default=1_000_000, ge=1_000)
    body_seconds: float = Field(default=30.0, gt=0.0)
    idle_seconds: float = Field(default=15.0, gt=0.0)
    stop_seconds: float = Field(default=10.0, gt=0.0)
    heavy_workers: int = Field(default_factory=lambda: max(1, min(4, (os.cpu_count() or 1) - 1)), ge=1)
    heavy_places: int = Field(default=16, ge=1, le=32)
    heavy_each: int = Field(default=8, ge=1)
    heavy_seconds: float = Field(default=120.0, gt=0.0)
    warm: bool = True
    journal: str = "-"
    page_size: int = Field(default=20, ge=1)
    page_limit: int = Field(default=200, ge=1)
    cost_limit: int = Field(default=50_000, ge=1)
    depth_limit: int = Field(default=16, ge=1)
    token_limit: int = Field(default=4_000, ge=1)
    neo4j_home: Path = Field(default_factory=lambda: _data_home() / "symbioflow" / "neo4j")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Add what the environment says, and user and password from the file named if neither was given."""
        said = {name.upper(): value for name, value in os.environ.items()}
        names = {f"SYMBIOFLOW_{name.upper()}": name for name in cls.model_fields}
        given = {names[name]: said[name] for name in names if name in said} | given
        file = given.get("store_auth_file")
        if not file or given.get("store_password"):
            return given
        try:
            user, separator, password = Path(file).read_text(encoding="utf-8").strip().partition("/")
        except OSError as error:
            raise ValueError(f"store_auth_file: {error.strerror}") from error
        if not (user and separator and password):
            raise ValueError("store_auth_file: expected one line user/password")
        return {**given, "store_user": user, "store_password": password}


def read_settings(**given: object) -> Settings:
    """Return the settings of the environment, `given` ones first.

    Raises
    ------
    SymbioflowError
        ``BAD_SETTING`` for a value that cannot be used; all of them in one line.
    """
    try:
        return Settings.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        places = (
            f"SYMBIOFLOW_{'_'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}"
            for problem in error.errors()
        )
        raise SymbioflowError("BAD_SETTING", exit_code=EXIT_USAGE, places="; ".join(places)) from None
