"""Descriptions of classes from Wikipedia, or from any other MediaWiki that gives extracts of its pages.

``Wikipedia`` is the door: names go in, and an ``Outcome`` comes out for each.
"""

from __future__ import annotations

from zeroshot.wikipedia.client import WIKIPEDIA, Wikipedia
from zeroshot.wikipedia.outcomes import Article, Details, Kind, Outcome, Translation
from zeroshot.wikipedia.transport import Patience

__all__ = ["WIKIPEDIA", "Article", "Details", "Kind", "Outcome", "Patience", "Translation", "Wikipedia"]
