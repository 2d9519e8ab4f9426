"""What stands in deploy/ fits the program."""

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for path in (ROOT / "deploy").rglob("*") if path.is_file())
COMMAND = re.compile(r"dondoc-web(?:[\"',]*\s+|\", \")([a-z]+)")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_names_commands_that_there_are(path):
    assert set(COMMAND.findall(path.read_text())) <= set(get_commands())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_names_settings_that_are_described(path):
    described = (ROOT / "docs/settings.md").read_text()
    named = set(re.findall(r"DONDOC_[A-Z_]+", path.read_text()))
    assert not [name for name in named if f"`{name}`" not in described]


def test_the_compose_file_starts_database_pages_and_workers():
    services = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())["services"]
    assert {"database", "site", "worker"} <= set(services)
    assert "migrate" in services["site"]["depends_on"]


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".service"], ids=lambda path: path.name)
def test_a_unit_runs_as_its_own_user_and_gains_no_rights(path):
    text = path.read_text()
    assert "User=dondoc" in text
    assert "NoNewPrivileges=true" in text
