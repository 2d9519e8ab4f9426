"""Which tasks of a lower directive answer which clauses of an upper one.

::

    asked = clauses_of(upper)          # what the upper directive asks for, clause by clause
    given = answers_of(lower)          # the tasks of the lower one
    links(asked, given)                # pairs with score and reasons, strongest first for each task

Nothing here decides: a link is a proposal for a person. The same input always
gives the same links.
"""

from __future__ import annotations

from dondoc.linking.items import Answer, Asked, address, answers_of, clauses_of
from dondoc.linking.matching import Link, Reasons, links

__all__ = ["Answer", "Asked", "Link", "Reasons", "address", "answers_of", "clauses_of", "links"]
