"""The database itself refuses to change or delete an event or a seal.

A later migration that makes SQLite rebuild one of these tables must put the
triggers back: ``refuse_changes`` may be used again there.
"""

from django.db import migrations

TABLES = ("audit_event", "audit_seal")


def refuse_changes(apps, schema_editor):
    """Make the triggers anew on both tables."""
    allow_changes(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = 'the log is append-only: ' || TG_OP || ' is refused'; END $$"
        )
    for table in TABLES:
        for statement in _statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement)


def _statements(vendor, table):
    if vendor == "postgresql":
        rows = f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuses()"
        whole = f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()"
        return rows, whole
    return tuple(
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    )


def allow_changes(apps, schema_editor):
    """Take the triggers away, for the way back to an older version."""
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_rows ON {table}")
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_whole ON {table}")
        else:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{verb}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chain")]

    operations = [migrations.RunPython(refuse_changes, allow_changes)]
