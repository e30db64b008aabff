"""From vectors to answers that one can trust, by NumPy alone, pure, and fast enough to run again at every change.

``classifier`` scores; ``lessons`` lets reviewed pictures teach it, by ``fewshot`` examples, ``calibration`` and
``familiarity``. ``several`` asks of each class by itself.
"""
