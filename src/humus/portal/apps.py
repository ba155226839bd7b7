from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "humus.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.portal import blocks, room

        blocks.register()
        room.furnish()
