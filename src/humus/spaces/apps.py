from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "humus.spaces"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.spaces import arriving, blocks, personal, room, rules

        blocks.register()
        personal.furnish()
        room.furnish()
        assert rules.may_manage
        assert arriving.arrive
