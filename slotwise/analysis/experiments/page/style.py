"""Style of the page: light and dark, on a screen and on paper; colour is never all that tells."""

import base64
import hashlib

STYLE = """
:root{color-scheme:light dark;--ink:#1c2330;--soft:#566075;--line:#d9dee7;--ground:#f5f6f9;--card:#fff;--mark:#2456d6;
--good:#0b7a4b;--bad:#b3261e;--open:#566075;--band:#2456d633}
@media (prefers-color-scheme:dark){:root{--ink:#e8ebf1;--soft:#a3adbf;--line:#2f3748;--ground:#12161e;--card:#1a202b;
--mark:#8fb0ff;--good:#5fd39d;--bad:#ff8a80;--open:#a3adbf;--band:#8fb0ff33}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans SC",sans-serif;color:var(--ink);
background:var(--ground)}
main{max-width:60rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.5rem;margin:0 0 .3rem;overflow-wrap:anywhere}h2{font-size:1.1rem;margin:2rem 0 .6rem}
h3{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.4rem 0;overflow-wrap:anywhere}.soft{color:var(--soft)}ul{margin:.4rem 0;padding-left:1.2rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.2rem;margin:.8rem 0}
.verdict{border-left:6px solid var(--open)}.verdict strong{font-size:1.15rem}
.ship{border-left-color:var(--good)}.roll_back,.unhealthy{border-left-color:var(--bad)}
.wide{overflow-x:auto}.wide table{min-width:38rem}.wide .plot{min-width:40rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--soft);padding:.2rem 0}
td,th{text-align:left;padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
tbody th,td{min-width:4.5rem;max-width:26rem;overflow-wrap:break-word}
th{font-weight:600;color:var(--soft);font-size:.85rem}tbody th{color:var(--ink);font-size:inherit}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.yes{color:var(--good);font-weight:600;white-space:nowrap}.no{color:var(--bad);font-weight:600;white-space:nowrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.4rem 0}dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
.plot{width:100%;height:auto;display:block;font:13px system-ui,sans-serif}
.plot text{fill:var(--ink)}.plot .tick{fill:var(--soft);font-size:12px}
.plot .grid{stroke:var(--line)}.plot .zero{stroke:var(--soft);stroke-width:1.5}
.plot .whisker{stroke:currentColor;stroke-width:1.5}.plot .end,.plot .point{fill:currentColor}
.plot .bar{fill:currentColor;fill-opacity:.35}.plot .told{fill:currentColor;font-weight:600}
.tone-better{color:var(--good)}.tone-worse{color:var(--bad)}.tone-open{color:var(--open)}
.plot .band{fill:var(--band)}.plot .line{fill:none;stroke:var(--mark);stroke-width:2}
.plot .minimum{stroke:var(--good);stroke-width:1.5;stroke-dasharray:6 4}
footer{color:var(--soft);font-size:.85rem;margin-top:2rem;border-top:1px solid var(--line);padding-top:.8rem}
code{font:13px ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
@media (max-width:40rem){main{padding:.8rem}dl{grid-template-columns:1fr}dt{margin-top:.3rem}}
@media print{.wide{overflow:visible}body{background:none}.card{break-inside:avoid}}
"""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
"""The content security policy that the page stands under, wherever it is opened."""
