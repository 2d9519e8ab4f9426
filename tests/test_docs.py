"""What users can name is documented, and what documents point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

import dondoc
from dondoc import cli

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
PROGRAM = typer.main.get_command(cli.app)
OPTIONS = sorted(
    {
        option
        for command in (PROGRAM, *PROGRAM.commands.values())
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("-")
    }
)

SETTING = re.compile(r"\bDONDOC_[A-Z_]+\b")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def settings_named_in_code() -> set[str]:
    files = [path for folder in ("src", "benchmarks", "scripts", "tests") for path in (ROOT / folder).rglob("*")]
    texts = [path.read_text(encoding="utf-8") for path in files if path.suffix in {".py", ".sh", ""} and path.is_file()]
    return {name for text in texts for name in SETTING.findall(text)}


@pytest.mark.parametrize("name", dondoc.__all__)
def test_every_public_name_is_documented(name):
    assert f"`{name}`" in page("docs/library.md")


@pytest.mark.parametrize("name", sorted(PROGRAM.commands))
def test_every_command_is_documented(name):
    assert f"## `dondoc {name}" in page("docs/cli.md")


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_is_documented(option):
    assert re.search(rf"`[^`]*(?<![\w-]){option}(?![\w-])[^`]*`", page("docs/cli.md"))


@pytest.mark.parametrize("form", list(cli.Format))
def test_every_format_is_documented(form):
    assert f"| `{form}` |" in page("docs/cli.md")


@pytest.mark.parametrize("code", [0, cli.SOME_FAILED, cli.USAGE, cli.NONE_READ, cli.NOT_WRITTEN, 130])
def test_every_exit_code_is_documented(code):
    assert f"| {code} |" in page("docs/cli.md")


def test_every_setting_is_documented():
    documented = set(SETTING.findall(page("docs/settings.md")))
    assert settings_named_in_code() <= documented


@pytest.mark.parametrize("target", TARGET.findall(page("Makefile")))
def test_every_make_target_is_documented(target):
    assert f"`make {target}`" in page("CONTRIBUTING.md")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        assert "://" in link or (path.parent / link).exists(), link


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_readmes_say_what_it_does_not_do(name):
    assert re.search("## (What it does not do|Những việc dondoc không làm)", page(name))


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_the_lock_has_a_hash_for_every_package_and_names_no_server(path):
    text = path.read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in package and "--hash=sha256:" in package for package in packages)
    assert "://" not in text
