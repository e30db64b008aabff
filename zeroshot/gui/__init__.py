"""The window: PySide6 widgets over the same session as the command line. No other room imports Qt."""
