"""Where interactions come from: tables of any shape become a data set folder.

A mapping file (TOML) says which column of which file is the person, the product, the time and so on.
Every row of the input is either accepted or set aside in rejects.parquet with its file, its number and
the reason; input that is not what the mapping says stops with `SourceError`. All columnar work is done
by DuckDB over files, so that a log of many millions of rows needs no Python object per row.
"""
