from __future__ import annotations

import os
from pathlib import Path

import pytest

from api.settings import Settings, read_settings
from graph.errors import SymbioflowError


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("SYMBIOFLOW_") or name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name)


def test_without_anything_set_it_listens_on_this_machine_only_and_uses_a_file() -> None:
    settings = read_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.store == "sqlite:///symbioflow.db"


def test_the_environment_sets_what_the_caller_leaves_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYMBIOFLOW_STORE", "neo4j://db:7687")
    monkeypatch.setenv("SYMBIOFLOW_PORT", "9000")
    assert read_settings(port=None).port == 9000
    assert read_settings(store="sqlite:///other.db").store == "sqlite:///other.db"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
    ],
)
def test_words_are_chinese_under_a_chinese_locale(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert read_settings().language == language


def test_every_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYMBIOFLOW_PORT", "many")
    monkeypatch.setenv("SYMBIOFLOW_BODY_LIMIT", "-1")
    with pytest.raises(SymbioflowError) as refused:
        read_settings()
    assert (refused.value.code, refused.value.exit_code) == ("BAD_SETTING", 2)
    assert "SYMBIOFLOW_PORT" in refused.value.message
    assert "SYMBIOFLOW_BODY_LIMIT" in refused.value.message


def test_several_names_are_a_list_of_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYMBIOFLOW_ALLOWED_HOSTS", '["park.example", "b.example"]')
    assert read_settings().allowed_hosts == ("park.example", "b.example")
    monkeypatch.setenv("SYMBIOFLOW_ALLOWED_HOSTS", "park.example")
    with pytest.raises(SymbioflowError, match=r"SYMBIOFLOW_ALLOWED_HOSTS: .*JSON list"):
        read_settings()


def test_a_name_counts_in_small_letters_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("symbioflow_page_size", "7")
    assert read_settings().page_size == 7


def test_a_password_does_not_show_when_settings_are_printed() -> None:
    assert "s3cret" not in repr(Settings(store_password="s3cret"))  # type: ignore[arg-type]


def test_user_and_password_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "neo4j_auth"
    file.write_text("keeper/a/b c\n", encoding="utf-8")
    monkeypatch.setenv("SYMBIOFLOW_STORE_AUTH_FILE", str(file))
    settings = read_settings()
    assert (settings.store_user, settings.store_password.get_secret_value()) == ("keeper", "a/b c")
    assert "a/b c" not in repr(settings)
    monkeypatch.setenv("SYMBIOFLOW_STORE_PASSWORD", "given")
    assert read_settings().store_password.get_secret_value() == "given"


@pytest.mark.parametrize("content", [None, "", "keeper", "/word", "keeper/"])
def test_a_file_without_user_and_password_is_refused(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "neo4j_auth"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    monkeypatch.setenv("SYMBIOFLOW_STORE_AUTH_FILE", str(file))
    with pytest.raises(SymbioflowError) as refused:
        read_settings()
    assert refused.value.code == "BAD_SETTING"
    assert "store_auth_file" in refused.value.message
