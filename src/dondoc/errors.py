"""Every error the library raises.

DondocError
├── UnreadableSource      the bytes cannot be turned into text
│   ├── UnknownFormat     no reader knows this kind of file
│   └── EmptySource       there is nothing to read
└── BadPlanJson           a JSON file is not a plan written by dondoc

The message of each says what to do next. Reading a directive that is odd or
damaged is not an error: what could not be understood becomes a
:class:`~dondoc.document.Finding` of the result.
"""

from __future__ import annotations


class DondocError(Exception):
    """Something dondoc cannot go on from; the message says what to do next."""


class UnreadableSource(DondocError):
    """The file cannot be turned into text; give another file or format of the directive."""


class UnknownFormat(UnreadableSource):
    """No reader knows this kind of file; the message lists the kinds that can be read."""


class EmptySource(UnreadableSource):
    """The file holds no text at all; check that the right file was given."""


class BadPlanJson(DondocError):
    """The JSON does not have the shape of a plan; the message names the first wrong field."""
