from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "humus.organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.organisations import blocks, room, rules, sections

        blocks.register()
        room.furnish()
        sections.furnish()
        assert rules.may_edit
