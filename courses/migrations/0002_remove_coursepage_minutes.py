"""A course's length is worked out from its lessons, exam and drills; nobody types it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [migrations.RemoveField(model_name="coursepage", name="minutes")]
