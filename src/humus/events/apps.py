from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "humus.events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.events import blocks, kinds, panels, personal
        from humus.spaces import panels as space_panels

        kinds.register()
        blocks.register()
        personal.furnish()
        space_panels.register(panels.events_panel)
