"""Fixtures every test of indicators may ask for."""

from tests.analysis.engines import engine

__all__ = ["engine"]
