"""Whatever may take a right away is told to the live processes by the database itself, whoever changes it and how."""

from django.db import migrations

TELL = """
CREATE FUNCTION humus_tell_rights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM pg_notify('humus_rights', TG_ARGV[0] || (to_jsonb(OLD) ->> TG_ARGV[1]));
  ELSE
    PERFORM pg_notify('humus_rights', TG_ARGV[0] || (to_jsonb(NEW) ->> TG_ARGV[1]));
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION humus_tell_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('humus_rights', 'k' || md5(OLD.session_key));
  RETURN NULL;
END $$;
CREATE TRIGGER tell_rights AFTER UPDATE OF suspended_at, erased_at, epoch, password ON people_person FOR EACH ROW
  WHEN (ROW(OLD.suspended_at, OLD.erased_at, OLD.epoch, OLD.password)
    IS DISTINCT FROM ROW(NEW.suspended_at, NEW.erased_at, NEW.epoch, NEW.password))
  EXECUTE FUNCTION humus_tell_rights('p', 'id');
CREATE TRIGGER tell_rights AFTER UPDATE OR DELETE ON people_siterole FOR EACH ROW
  EXECUTE FUNCTION humus_tell_rights('p', 'person_id');
CREATE TRIGGER tell_rights AFTER UPDATE OR DELETE ON spaces_membership FOR EACH ROW
  EXECUTE FUNCTION humus_tell_rights('p', 'person_id');
CREATE TRIGGER tell_rights AFTER UPDATE OF visibility, archived_at ON spaces_space FOR EACH ROW
  EXECUTE FUNCTION humus_tell_rights('s', 'id');
CREATE TRIGGER tell_rights AFTER UPDATE OF status, space_id, author_id, view_guards, edit_guards ON pages_page FOR EACH ROW
  WHEN (ROW(OLD.status, OLD.space_id, OLD.author_id, OLD.view_guards, OLD.edit_guards)
    IS DISTINCT FROM ROW(NEW.status, NEW.space_id, NEW.author_id, NEW.view_guards, NEW.edit_guards))
  EXECUTE FUNCTION humus_tell_rights('g', 'id');
CREATE TRIGGER tell_deleted AFTER DELETE ON pages_page FOR EACH ROW
  EXECUTE FUNCTION humus_tell_rights('g', 'id');
CREATE TRIGGER tell_rights AFTER INSERT OR UPDATE OR DELETE ON pages_restriction FOR EACH ROW
  EXECUTE FUNCTION humus_tell_rights('g', 'page_id');
CREATE TRIGGER tell_rights AFTER DELETE ON django_session FOR EACH ROW EXECUTE FUNCTION humus_tell_session();
"""

UNTELL = """
DROP TRIGGER tell_rights ON django_session;
DROP TRIGGER tell_rights ON pages_restriction;
DROP TRIGGER tell_deleted ON pages_page;
DROP TRIGGER tell_rights ON pages_page;
DROP TRIGGER tell_rights ON spaces_space;
DROP TRIGGER tell_rights ON spaces_membership;
DROP TRIGGER tell_rights ON people_siterole;
DROP TRIGGER tell_rights ON people_person;
DROP FUNCTION humus_tell_session();
DROP FUNCTION humus_tell_rights();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("pages", "0003_rooms"),
        ("people", "0002_epoch_and_cache"),
        ("sessions", "0001_initial"),
        ("spaces", "0001_initial"),
    ]

    operations = [migrations.RunSQL(TELL, UNTELL)]
