"""Configuration: the documents of an operator as one whole: read and checked together, compared, written, seeded.

`Configuration.read` collects everything that is wrong, each with a JSON pointer, before it refuses; `look_at` tells
warnings too. Nothing here knows of a database or of time: revisions live in the service.
"""

from slotwise.configuration.configuration import Configuration
from slotwise.configuration.differences import Difference, diff, to_text
from slotwise.configuration.folder import read_file, read_folder, seeded, write_folder
from slotwise.configuration.known import vocabulary

__all__ = [
    "Configuration",
    "Difference",
    "diff",
    "read_file",
    "read_folder",
    "seeded",
    "to_text",
    "vocabulary",
    "write_folder",
]
