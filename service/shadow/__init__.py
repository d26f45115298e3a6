"""Shadow: a version scores live requests beside the champion, in a process of its own, and nobody's answer changes.

The thread that writes the decision log hands decisions on, as many as are taken; the process decides them again by the
shadow's version, compares, and never uses more than its share of a core. What it cannot take is dropped and counted.
"""
