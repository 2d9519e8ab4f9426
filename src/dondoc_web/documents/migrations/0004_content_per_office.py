"""A paper is kept once in each office; what was there before belongs to the only top office, if there is one."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q


def give_to_the_only_office(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """With no top office, or several, the papers stay with no office: only superusers see them."""
    roots = list(apps.get_model("agencies", "Agency").objects.filter(parent=None)[:2])
    if len(roots) == 1:
        apps.get_model("documents", "Source").objects.filter(office=None).update(office=roots[0])


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("documents", "0003_pages"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="source", name="one_live_source_per_content"),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(
                fields=["office", "sha256"],
                condition=~Q(standing="withdrawn"),
                name="one_live_source_per_office_and_content",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(
                fields=["sha256"],
                condition=~Q(standing="withdrawn") & Q(office=None),
                name="one_live_source_per_content_of_no_office",
            ),
        ),
        migrations.RunPython(give_to_the_only_office, migrations.RunPython.noop),
    ]
