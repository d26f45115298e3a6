"""Commands of the offline wing: one file a command, imported only when it runs."""
