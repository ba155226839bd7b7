"""Soil organic carbon science: stocks, models, sampling and accounting."""

__version__ = "0.1.0"
