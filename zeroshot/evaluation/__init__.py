"""How good answers are: pictures whose classes are known → figures, sentences, tables, plots and a page.

``examination`` is the door: the command line and the window call it. ``evaluate`` holds the figures, by NumPy alone.
"""
