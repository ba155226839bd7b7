from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "humus.strategy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.spaces import panels as space_panels
        from humus.strategy import blocks, kinds, panels

        kinds.register()
        blocks.register()
        space_panels.register(panels.objective_panel, kind="task_force")
