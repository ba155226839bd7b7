"""Secrets of authenticator apps and recovery codes were kept in the clear; from here on they are sealed."""

from django.db import migrations

from humus.kit import sealed
from humus.people.sealing import PURPOSE


def each(apps, change):
    for one in apps.get_model("mfa", "Authenticator").objects.filter(type__in=("totp", "recovery_codes")):
        for name in ("secret", "seed"):
            if name in one.data:
                one.data[name] = change(one.data[name])
        if "migrated_codes" in one.data:
            one.data["migrated_codes"] = [change(code) for code in one.data["migrated_codes"]]
        one.save(update_fields=["data"])


def seal(apps, schema_editor):
    each(apps, lambda text: sealed.seal(text, PURPOSE))


def unseal(apps, schema_editor):
    each(apps, lambda text: sealed.opened(text, PURPOSE))


class Migration(migrations.Migration):
    dependencies = [("people", "0002_epoch_and_cache"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(seal, unseal)]
