from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person", name="epoch", field=models.PositiveIntegerField(default=0, editable=False)
        ),
        migrations.RunSQL(
            "CREATE TABLE IF NOT EXISTS people_cache"
            " (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);"
            "CREATE INDEX IF NOT EXISTS people_cache_expires ON people_cache (expires)",
            "DROP TABLE IF EXISTS people_cache",
        ),
    ]
