import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

# ``words`` are those of title and labels with the tag of the language.
COLUMNS = "page_id, file_id, organisation_id, person_id, space_id, kind, language, changed_at"
WORDS = """ts_filter({row}.vector, '{{a,b}}'::"char"[]) || array_to_tsvector(ARRAY['=' || {row}.language])"""
KEEP = f"""
ALTER TABLE search_heading ADD CONSTRAINT search_heading_of_entry
  FOREIGN KEY (entry_id) REFERENCES search_entry ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION humus_keep_heading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_heading (entry_id, {COLUMNS}, words)
  VALUES (NEW.id, {", ".join(f"NEW.{name}" for name in COLUMNS.split(", "))}, coalesce({WORDS.format(row="NEW")}, ''))
  ON CONFLICT (entry_id) DO UPDATE
    SET kind = excluded.kind, language = excluded.language, changed_at = excluded.changed_at, words = excluded.words;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_heading AFTER INSERT OR UPDATE ON search_entry
  FOR EACH ROW EXECUTE FUNCTION humus_keep_heading();
"""
LEAVE = """
DROP TRIGGER keep_heading ON search_entry;
DROP FUNCTION humus_keep_heading();
ALTER TABLE search_heading DROP CONSTRAINT search_heading_of_entry;
"""
FILL = f"""
INSERT INTO search_heading (entry_id, {COLUMNS}, words)
SELECT id, {COLUMNS}, coalesce({WORDS.format(row="search_entry")}, '') FROM search_entry ORDER BY id
"""
HEAD = """
CREATE INDEX search_head ON search_entry USING gin
  ((ts_filter(vector, '{a,b}'::"char"[]) || array_to_tsvector(ARRAY['=' || language]))) WITH (fastupdate = off)
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0005_watched")]

    operations = [
        migrations.CreateModel(
            name="Heading",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="search.entry",
                    ),
                ),
                ("page_id", models.BigIntegerField(null=True)),
                ("file_id", models.BigIntegerField(null=True)),
                ("organisation_id", models.BigIntegerField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("space_id", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=24)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("changed_at", models.DateTimeField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex("heading", GinIndex(fields=["words"], name="search_heading_words", fastupdate=False)),
        migrations.RunSQL(KEEP, LEAVE),
        migrations.RunSQL("DROP INDEX search_head", HEAD),
    ]
