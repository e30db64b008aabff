"""What can go wrong outside the program, as exceptions that carry one sentence for the user.

    ZeroshotError
    ├── LabelError       a label set that can't be read or used
    ├── ImageError       a picture that can't be read (becomes a failed row, never stops a run)
    ├── WeightsError     a model folder that is missing, incomplete or unsafe
    │   ├── DownloadError  a model that can't be fetched
    │   └── ChecksumError  a model file that is not what it should be
    ├── EncoderError     a model that can't be loaded or run
    ├── WikipediaError   a wiki that can't be asked as it was meant
    ├── StoreError       the store of vectors can't be read or written
    ├── SettingsError    a settings file that can't be understood
    ├── ProjectError     a saved session that can't be read or written
    ├── ComparisonError  labelled pictures that can't be read or compared
    ├── CorrectionsError a file of corrections that can't be read
    ├── WindowError      a window that can't be opened here
    └── ExportError      results that can't be written

Each message says what happened and what to do, and is shown as it is. Any other exception is a bug of ours.
"""


class ZeroshotError(Exception):
    """Root of the tree: something in the environment, with a sentence for the user."""


class LabelError(ZeroshotError):
    """A label set can't be read or used."""


class ImageError(ZeroshotError):
    """One picture can't be read; the pipeline turns it into a failed row."""


class WeightsError(ZeroshotError):
    """A model folder is missing, incomplete or unsafe to load."""


class DownloadError(WeightsError):
    """A model can't be fetched from its hub."""


class ChecksumError(WeightsError):
    """A file of a model is not what it should be."""


class EncoderError(ZeroshotError):
    """A model can't be loaded or run on this machine."""


class WikipediaError(ZeroshotError):
    """A wiki can't be asked: its address or language is wrong, or it can't be reached. One page's trouble is none."""


class StoreError(ZeroshotError):
    """The store of vectors can't be read or written."""


class SettingsError(ZeroshotError):
    """A settings file can't be understood."""


class ProjectError(ZeroshotError):
    """A saved session can't be read or written."""


class ComparisonError(ZeroshotError):
    """Labelled pictures can't be read, or nothing can be compared with them."""


class CorrectionsError(ZeroshotError):
    """A file of corrections can't be read, or says nothing."""


class WindowError(ZeroshotError):
    """The window can't be opened on this machine, or is open already and does not answer."""


class ExportError(ZeroshotError):
    """Results can't be written."""
