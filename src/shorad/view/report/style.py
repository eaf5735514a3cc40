"""The style sheet of the page."""

CSS = """
:root { --paper: #ffffff; --ink: #202020; --soft: #5b6068; --line: #d5d8dc; --tint: #f3f5f7; --link: #205493; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14181d; --ink: #e4e6e9; --soft: #a2a9b3; --line: #363c45; --tint: #1d232b; --link: #8ab8f0; }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 3rem; max-width: 62rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; padding-top: .5rem; border-top: 1px solid var(--line); }
section:first-child h2 { border-top: 0; margin-top: 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.kind { margin: 0 0 .25rem; color: var(--soft); font-size: .85rem; }
.question { font-size: 1.15rem; margin: .25rem 0 1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: 0 0 1rem;
  font-size: .92rem; }
p.lead { font-size: 1.15rem; font-weight: 600; }
p.note, figcaption, footer { color: var(--soft); font-size: .88rem; }
p.warn { border-left: 4px solid #b8860b; background: var(--tint); padding: .5rem .75rem; }
figure { margin: 1.25rem 0 1.75rem; }
figcaption { margin-top: .35rem; }
figcaption strong { color: var(--ink); }
.wide { overflow-x: auto; }
figure svg { display: block; width: 100%; min-width: 34rem; height: auto; color: var(--ink); }
figure svg text { font-family: "DejaVu Sans", Verdana, system-ui, sans-serif !important; }
table { border-collapse: collapse; width: 100%; min-width: 40rem; font-size: .86rem; margin: .5rem 0 1rem; }
table.few { min-width: 0; }
th:first-child, td:first-child { position: sticky; left: 0; background: var(--paper); }
th, td { text-align: left; vertical-align: top; padding: .28rem .5rem .28rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: break-word; }
th { font-weight: 600; vertical-align: bottom; color: var(--soft); }
.n { text-align: right; font-variant-numeric: tabular-nums; }
pre { background: var(--tint); padding: .75rem; overflow-x: auto; font-size: .85rem; line-height: 1.4;
  border-radius: 4px; }
details { margin: .75rem 0; }
summary { cursor: pointer; color: var(--link); }
footer { border-top: 1px solid var(--line); margin-top: 2.5rem; }
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --tint: #f3f3f3; --link: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav, details { display: none; }
  figure, tr, pre { break-inside: avoid; }
  h2, thead { break-after: avoid; }
  figure svg, table { min-width: 0; }
  a { text-decoration: none; }
}
@page { margin: 16mm 14mm; }
"""
