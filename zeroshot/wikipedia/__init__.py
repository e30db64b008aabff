"""Descriptions of classes from Wikipedia, or from any other MediaWiki that gives extracts of its pages."""
