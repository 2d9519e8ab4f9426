"""Every word of the site has its English; what is compiled is what is written."""

import gettext
import re
from pathlib import Path

import pytest

import dondoc_web

SITE = Path(dondoc_web.__file__).parent
CATALOGUES = sorted(SITE.rglob("locale/en/LC_MESSAGES/django.po"))
"""The shared one, and one in each application that has words of its own."""
IN_TEMPLATE = re.compile(r"""{%\s*translate\s+(["'])(.+?)\1""")
IN_COMPILED = re.compile(r"""\b_\("(.+?)"\)""")
IN_BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*(?:plural|endblocktranslate)\s*%}", re.DOTALL)
ENTRY = re.compile(r'^msgid "(.+)"$', re.MULTILINE)


def compiled(catalogue: Path) -> gettext.GNUTranslations:
    with catalogue.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


ALL = [compiled(catalogue) for catalogue in CATALOGUES]


def words_of_templates() -> set[str]:
    found = set()
    for path in SITE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found |= {words for _, words in IN_TEMPLATE.findall(text)}
        found |= set(IN_COMPILED.findall(text))
        found |= {re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", words) for words in IN_BLOCK.findall(text)}
    return found


@pytest.mark.parametrize("words", sorted(words_of_templates()))
def test_words_of_a_template_have_their_english(words):
    assert words == "JSON" or any(
        catalogue.gettext(words) != words or catalogue.ngettext(words, words, 1) != words for catalogue in ALL
    )


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-5])
def test_the_compiled_catalogue_is_the_written_one(catalogue):
    keys = {key.replace('\\"', '"') for key in ENTRY.findall(catalogue.read_text(encoding="utf-8"))}
    held = {key[0] if isinstance(key, tuple) else key for key in compiled(catalogue)._catalog} - {""}
    assert keys == held
