"""How the built-in starter model was made: data, training and measuring. Nothing else in the program imports it."""

from zeroshot.encoders.torchvision_import import import_open_clip

import_open_clip()  # first: open_clip and timm import torchvision, which may be of another build than torch
