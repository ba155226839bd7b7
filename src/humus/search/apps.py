from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "humus.search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.kit.happenings import listen
        from humus.pages import reading
        from humus.search import personal
        from humus.search.explaining import explained, explainers
        from humus.search.indexing import hear
        from humus.search.room import furnish

        listen(hear)
        furnish()
        personal.furnish()
        reading.EXPLAINING.append(reading.Explaining(explained, explainers))
