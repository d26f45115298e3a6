"""Configuration: revisions of the operators' documents, checked before they take effect, live on every worker within
a second or two, and brought back in one step.

`History` reads and writes revisions, `Changing` makes new ones, `dry_run` tells what they would change, and
`Following` brings the newest one to life in a worker; what fails there leaves the last good one in effect.
"""
