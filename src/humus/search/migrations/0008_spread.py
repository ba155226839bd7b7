from django.db import migrations, models

SPREAD = """ln(2 + length(ts_filter({row}.vector, '{{a}}'::"char"[])))"""
WORDS = """ts_filter({row}.vector, '{{a,b}}'::"char"[]) || array_to_tsvector(ARRAY['=' || {row}.language])"""
COLUMNS = "page_id, file_id, organisation_id, person_id, space_id, kind, language, changed_at"
BODY = """
CREATE OR REPLACE FUNCTION humus_keep_heading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_heading (entry_id, {columns}, words{more})
  VALUES (NEW.id, {values}, coalesce({words}, ''){spread})
  ON CONFLICT (entry_id) DO UPDATE
    SET kind = excluded.kind, language = excluded.language, changed_at = excluded.changed_at, words = excluded.words{set};
  RETURN NULL;
END $$;
"""
KNOWN = {
    "columns": COLUMNS,
    "values": ", ".join(f"NEW.{name}" for name in COLUMNS.split(", ")),
    "words": WORDS.format(row="NEW"),
}
AFTER = BODY.format(
    **KNOWN, more=", spread", spread=f", coalesce({SPREAD.format(row='NEW')}, 1)", set=", spread = excluded.spread"
)
BEFORE = BODY.format(**KNOWN, more="", spread="", set="")
FILL = f"""
UPDATE search_heading SET spread = {SPREAD.format(row="entry")}
FROM search_entry entry WHERE entry.id = search_heading.entry_id AND entry.vector IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0007_rebuilding")]

    operations = [
        migrations.AddField("heading", "spread", models.FloatField(default=1, db_default=1)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(AFTER, BEFORE),
    ]
