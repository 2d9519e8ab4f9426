"""The write side of the registry: permission + transaction + save + event.

Administrators look after their branch of the tree, a superuser after all of
it. ``Agency.name``, ``symbol``, ``parent`` and ``trail`` repeat what holds
today; every verb brings them up to date.
"""

from dondoc_web.agencies.actions.bodies import Facts, add_agency, add_alias, end, move, rename
from dondoc_web.agencies.actions.changes import Basis, Heir, record_change
from dondoc_web.agencies.actions.groups import add_group, add_member, end_member
from dondoc_web.agencies.actions.importing import import_csv
from dondoc_web.agencies.actions.keeping import may_edit
from dondoc_web.agencies.actions.merging import merge_duplicates

__all__ = [
    "Basis",
    "Facts",
    "Heir",
    "add_agency",
    "add_alias",
    "add_group",
    "add_member",
    "end",
    "end_member",
    "import_csv",
    "may_edit",
    "merge_duplicates",
    "move",
    "record_change",
    "rename",
]
