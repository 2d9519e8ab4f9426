"""The index of words: FTS5 beside the table on SQLite, a column and a GIN index on PostgreSQL.

A later migration that makes SQLite rebuild ``search_entry`` must make the
triggers again: ``make`` may be used again there.
"""

from django.db import migrations

IN = "INSERT INTO search_words(rowid, folded) VALUES (new.id, new.folded);"
OUT = "INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', old.id, old.folded);"
SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(folded, content='search_entry', content_rowid='id', tokenize='ascii')",
    f"CREATE TRIGGER search_entry_in AFTER INSERT ON search_entry BEGIN {IN} END",
    f"CREATE TRIGGER search_entry_out AFTER DELETE ON search_entry BEGIN {OUT} END",
    f"CREATE TRIGGER search_entry_changed AFTER UPDATE OF id, folded ON search_entry BEGIN {OUT} {IN} END",
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
)
SQLITE_AWAY = (
    "DROP TRIGGER IF EXISTS search_entry_in",
    "DROP TRIGGER IF EXISTS search_entry_out",
    "DROP TRIGGER IF EXISTS search_entry_changed",
    "DROP TABLE IF EXISTS search_words",
)
POSTGRESQL = (
    # Rows stay whole: to unpack each row that is looked at costs more than to read it.
    "ALTER TABLE search_entry SET (toast_tuple_target = 8160)",
    "ALTER TABLE search_entry ADD COLUMN tsv tsvector GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED",
    "CREATE INDEX search_entry_words ON search_entry USING gin (tsv) WITH (fastupdate = off)",
)
POSTGRESQL_AWAY = ("ALTER TABLE search_entry DROP COLUMN IF EXISTS tsv",)


def make(apps, schema_editor):
    """Make the index anew from the table."""
    away(apps, schema_editor)
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def away(apps, schema_editor):
    """Take the index away."""
    for statement in POSTGRESQL_AWAY if schema_editor.connection.vendor == "postgresql" else SQLITE_AWAY:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, away)]
