"""Models on disk: a catalogue, and what fetches, verifies, imports, exports and removes them.

A model is an ordinary open_clip local directory: ``open_clip_config.json``, one safetensors file, and the files
of the tokenizer where it has one of its own (CLIP's comes with open_clip). A folder that this program installed also
holds a manifest that says where it is from and what every file's SHA-256 is.
"""

from zeroshot.weights.folders import CONFIG, PICKLES, STARTER, Weights, find, inspect, names, starter

__all__ = ["CONFIG", "PICKLES", "STARTER", "Weights", "find", "inspect", "names", "starter"]
