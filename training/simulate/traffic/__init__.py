"""Traffic: simulated persons use a running service over HTTP, and answer to what it shows as the truth says.

Their days go by one after the other, as fast as the service answers or as slowly as is asked; what they do is reported
as of now, in the order in which it happened.
"""
