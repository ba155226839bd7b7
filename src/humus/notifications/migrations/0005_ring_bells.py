"""Whatever writes or reads a notice, open pages are told by the database itself: the numbers of the people, in parts."""

from django.db import migrations

# A message of NOTIFY holds less than 8,000 bytes.
RING = """
CREATE FUNCTION humus_ring_bells() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE words text; people bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    people := ARRAY(SELECT DISTINCT person_id FROM fresh);
  ELSE
    people := ARRAY(SELECT DISTINCT f.person_id FROM fresh f JOIN stale s ON s.id = f.id
                    WHERE f.read_at IS DISTINCT FROM s.read_at);
  END IF;
  FOR words IN
    SELECT string_agg(person::text, ',') FROM unnest(people) WITH ORDINALITY AS one (person, place) GROUP BY place / 380
  LOOP
    PERFORM pg_notify('humus_bell', words);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER ring_bells_new AFTER INSERT ON notifications_notice REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION humus_ring_bells();
CREATE TRIGGER ring_bells_read AFTER UPDATE ON notifications_notice REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
  FOR EACH STATEMENT EXECUTE FUNCTION humus_ring_bells();
"""
UNRING = """
DROP TRIGGER ring_bells_read ON notifications_notice;
DROP TRIGGER ring_bells_new ON notifications_notice;
DROP FUNCTION humus_ring_bells();
"""


class Migration(migrations.Migration):

    dependencies = [("notifications", "0004_follow_person")]

    operations = [migrations.RunSQL(RING, UNRING)]
