import django.contrib.postgres.fields
from django.db import migrations, models

SPREAD = """ln(2 + length(ts_filter(NEW.vector, '{a}'::"char"[])))"""
WORDS = """ts_filter(NEW.vector, '{a,b}'::"char"[]) || array_to_tsvector(ARRAY['=' || NEW.language])"""
THING = "page_id, file_id, organisation_id, person_id, space_id"
CHANGING = "kind, language, changed_at"
HOME = "home_id, home_kind, home_space_id, home_author_id, home_status, home_guards"

HEADING = """
CREATE OR REPLACE FUNCTION humus_keep_heading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_heading (entry_id, {columns}, words, spread)
  VALUES (NEW.id, {values}, coalesce({words}, ''), coalesce({spread}, 1))
  ON CONFLICT (entry_id) DO UPDATE
    SET {set}, words = excluded.words, spread = excluded.spread;
  RETURN NULL;
END $$;
"""


def heading(*changing: str) -> str:
    columns, names = ", ".join([THING, *changing]), ", ".join(changing).split(", ")
    return HEADING.format(
        columns=columns,
        values=", ".join(f"NEW.{name}" for name in columns.split(", ")),
        words=WORDS,
        spread=SPREAD,
        set=", ".join(f"{name} = excluded.{name}" for name in names),
    )


# A new entry locks its page, so that a change of the page that it does not see yet waits for it and then finds it;
# an entry that is there already is locked by whichever of the two comes first.
KEEP = """
CREATE FUNCTION humus_entry_home() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE home pages_page;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.file_id IS NOT NULL THEN
      PERFORM FROM pages_file WHERE id = NEW.file_id FOR SHARE;
    END IF;
    PERFORM FROM pages_page WHERE id = coalesce(NEW.page_id, (
      SELECT page_id FROM pages_file WHERE id = NEW.file_id AND deleted_at IS NULL)) FOR SHARE;
  END IF;
  SELECT * INTO home FROM pages_page WHERE id = coalesce(NEW.page_id, (
    SELECT page_id FROM pages_file WHERE id = NEW.file_id AND deleted_at IS NULL));
  NEW.home_id = home.id;
  NEW.home_kind = home.kind;
  NEW.home_space_id = home.space_id;
  NEW.home_author_id = home.author_id;
  NEW.home_status = home.status;
  NEW.home_guards = home.view_guards;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_home BEFORE INSERT OR UPDATE ON search_entry
  FOR EACH ROW EXECUTE FUNCTION humus_entry_home();

CREATE FUNCTION humus_page_of_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_entry SET home_id = home_id WHERE page_id = NEW.id;
  UPDATE search_entry SET home_id = home_id WHERE file_id IN (SELECT id FROM pages_file WHERE page_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER page_of_entries AFTER UPDATE OF kind, space_id, author_id, status, view_guards ON pages_page
  FOR EACH ROW WHEN ((OLD.kind, OLD.space_id, OLD.author_id, OLD.status, OLD.view_guards)
    IS DISTINCT FROM (NEW.kind, NEW.space_id, NEW.author_id, NEW.status, NEW.view_guards))
  EXECUTE FUNCTION humus_page_of_entries();

CREATE FUNCTION humus_file_of_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_entry SET home_id = home_id WHERE file_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER file_of_entries AFTER UPDATE OF page_id, deleted_at ON pages_file
  FOR EACH ROW WHEN ((OLD.page_id, OLD.deleted_at) IS DISTINCT FROM (NEW.page_id, NEW.deleted_at))
  EXECUTE FUNCTION humus_file_of_entries();
"""
LEAVE = """
DROP TRIGGER file_of_entries ON pages_file;
DROP FUNCTION humus_file_of_entries();
DROP TRIGGER page_of_entries ON pages_page;
DROP FUNCTION humus_page_of_entries();
DROP TRIGGER entry_home ON search_entry;
DROP FUNCTION humus_entry_home();
"""
FILL = "UPDATE search_entry SET home_id = home_id WHERE page_id IS NOT NULL OR file_id IS NOT NULL"

FIELDS = (
    ("home_author_id", models.BigIntegerField(editable=False, null=True)),
    (
        "home_guards",
        django.contrib.postgres.fields.ArrayField(
            base_field=models.BigIntegerField(), editable=False, null=True, size=None
        ),
    ),
    ("home_id", models.BigIntegerField(editable=False, null=True)),
    ("home_kind", models.CharField(editable=False, max_length=24, null=True)),
    ("home_space_id", models.BigIntegerField(editable=False, null=True)),
    ("home_status", models.CharField(editable=False, max_length=10, null=True)),
)


class Migration(migrations.Migration):
    dependencies = [("search", "0008_spread"), ("pages", "0012_sent_back")]

    operations = [
        *(migrations.AddField(model, name, field) for model in ("entry", "heading") for name, field in FIELDS),
        migrations.RunSQL(heading(CHANGING, HOME), heading(CHANGING)),
        migrations.RunSQL(KEEP, LEAVE),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
