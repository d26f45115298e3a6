"""Variants: several ways to answer live at once, prepared when the configuration or the shelf changes.

`Variants` keeps the bundles that running phases pin, loaded beside the champion, and for every combination of variants
that can meet on a touchpoint the model that answers there. A request only looks up which way is its own. What cannot
be prepared is answered by control or the champion, and told; the unit stays in its variant (intention to treat).
"""
