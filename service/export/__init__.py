"""Export: the live log as a data set folder, day by day, for training and for tools that read Parquet.

Only what runs by command comes through here: serving needs none of it, and no library of it.
"""
