"""A data set folder as columns: what training, evaluation and notebooks read instead of the log itself.

`load` turns the Parquet files of a folder (written by an import, by the simulator or by the live log) into
arrays of codes without a Python object per row: about 60 bytes per event and 4 more per facet. The order of
products is that of their ids, the order of a facet's values is by frequency and then by name, so that the
same folder always gives the same codes.
"""

from training.dataset.loading import Dataset, load
from training.dataset.options import DatasetOptions
from training.digest import digest

__all__ = ["Dataset", "DatasetOptions", "digest", "load"]
