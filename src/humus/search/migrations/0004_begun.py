from django.db import migrations, models
from django.db.models.functions import Collate

# The words of title and labels with the tag of the language.
HEAD = """
CREATE INDEX search_head ON search_entry USING gin
  ((ts_filter(vector, '{a,b}'::"char"[]) || array_to_tsvector(ARRAY['=' || language]))) WITH (fastupdate = off)
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0003_part")]

    operations = [
        migrations.AddIndex("entry", models.Index(Collate("folded", "C"), name="search_begun")),
        migrations.RunSQL(HEAD, "DROP INDEX search_head"),
    ]
