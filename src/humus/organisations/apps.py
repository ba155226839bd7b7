from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "humus.organisations"
    default_auto_field = "django.db.models.BigAutoField"
