/**
 * The stylesheet of the public pages, served at certificateCssPath. Phone first; colours meet WCAG AA in both themes (a test
 * computes it); the printed page is light, and unfolds what is folded.
 */
export const certificatePageCss = `
:root {
  color-scheme: light dark;
  --paper: #f4f2ec; --card: #fffefb; --ink: #1c2a30; --soft: #4d5b61; --line: #d9d5c9; --link: #0a5a68;
  --good-ink: #0d4f3a; --good-paper: #e0f0e7; --good-line: #2f8263;
  --wait-ink: #6b4400; --wait-paper: #fbefd3; --wait-line: #a97314;
  --bad-ink: #861d1d; --bad-paper: #fae5e2; --bad-line: #b23b33;
  --text: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --solemn: "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", Georgia, serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #11181b; --card: #1a2327; --ink: #e9eeef; --soft: #aab7bb; --line: #344147; --link: #7fd0dd;
    --good-ink: #a9e6c8; --good-paper: #14342a; --good-line: #4da882;
    --wait-ink: #f6d491; --wait-paper: #3a2d10; --wait-line: #c99a3f;
    --bad-ink: #ffbdb5; --bad-paper: #421d1b; --bad-line: #dc7067;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--text); overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 2px; }
h1, h2, p, ul, ol, dl, dd, pre, blockquote { margin: 0; }
ul, ol { padding: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.small { color: var(--soft); font-size: .875rem; }

.top, main, footer { max-width: 64rem; margin-inline: auto; padding-inline: 1rem; }
.top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
.where { color: var(--soft); font-size: .9375rem; }
.top a { display: inline-block; padding: .75rem 0; min-width: 3rem; text-align: end; }
footer { padding-block: 1.25rem 2rem; color: var(--soft); font-size: .875rem; }

article { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.award { padding: 1.75rem 1.25rem 1.5rem; border-top: 6px solid var(--good-line); }
.issuer { color: var(--soft); font-weight: 600; }
h1 { margin-top: .35rem; font: 600 clamp(1.75rem, 1.3rem + 2.2vw, 2.75rem)/1.15 var(--solemn); text-wrap: balance; }
.recipient { margin-top: 1rem; color: var(--soft); }
.recipient strong { display: block; color: var(--ink); font: 600 clamp(1.375rem, 1.2rem + .8vw, 1.75rem)/1.25 var(--solemn); }

.status { display: flex; gap: .875rem; padding: 1.125rem 1.25rem; border-block: 1px solid; }
.status h2 { font-size: 1.5rem; line-height: 1.3; }
.status .small { margin-top: .375rem; color: inherit; }
.status ul, .status p + p { margin-top: .25rem; }
.status ul { padding-inline-start: 1.25rem; }
.status a { color: inherit; }
.icon { flex: none; width: 2.5rem; height: 2.5rem; fill: currentColor; overflow: visible; }
.mark { fill: none; stroke: var(--card); stroke-width: 2.25; stroke-linecap: round; stroke-linejoin: round; }
.good { background: var(--good-paper); color: var(--good-ink); border-color: var(--good-line); }
.wait { background: var(--wait-paper); color: var(--wait-ink); border-color: var(--wait-line); }
.bad { background: var(--bad-paper); color: var(--bad-ink); border-color: var(--bad-line); }
article:has(.wait) .award { border-top-color: var(--wait-line); }
article:has(.bad) .award { border-top-color: var(--bad-line); }

.columns { padding: 0 1.25rem 1.5rem; }
section { margin-top: 1.75rem; }
.status { margin-top: 0; }
.columns h2 { margin-bottom: .5rem; font: 600 1.25rem/1.3 var(--solemn); }
.facts > div { padding-block: .5rem; border-top: 1px solid var(--line); }
.facts > div:first-child { border-top: 0; padding-top: 0; }
dt { color: var(--soft); font-size: .875rem; }
dd { font-weight: 600; }
.facts > .holds dd { font-size: 1.25rem; line-height: 1.3; }
code { font: .9375rem/1.5 ui-monospace, SFMono-Regular, Consolas, monospace; }

.waiver { padding: 1rem 1.125rem; background: var(--wait-paper); color: var(--wait-ink); border-inline-start: 4px solid var(--wait-line); border-radius: 4px; }
blockquote { margin-top: .5rem; font-style: italic; }
.shown, .abilities { list-style: none; }
.shown li { padding-block: .5rem; border-bottom: 1px solid var(--line); }
.shown li:last-child { border-bottom: 0; }
.shown { margin-top: .5rem; }
.what { display: block; font-weight: 600; }
.kind { display: block; color: var(--soft); font-size: .875rem; }
.work { margin-inline-start: .25rem; padding: .0625rem .5rem; border: 1px solid var(--good-line); border-radius: 99px; color: var(--good-ink); background: var(--good-paper); font-size: .8125rem; white-space: nowrap; }
.abilities li { display: grid; grid-template-columns: 4.5rem 1fr; gap: .5rem; padding-block: .375rem; }
.code { color: var(--soft); font-variant-numeric: tabular-nums; font-size: .875rem; line-height: 1.75; }
.level { margin-inline-start: .25rem; color: var(--soft); font-size: .875rem; white-space: nowrap; }
summary { padding-block: .75rem; color: var(--link); cursor: pointer; }
.check { padding-inline-start: 1.375rem; }
.check li + li, .check li p { margin-top: .625rem; }
pre { margin-top: .5rem; padding: .75rem; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
pre code { white-space: pre-wrap; }
.scan { display: flex; gap: 1rem; margin-top: 1.5rem; align-items: center; }
.scan p { flex: 1 1 8rem; font-size: .875rem; color: var(--soft); }
.qr { flex: none; width: 7.5rem; height: 7.5rem; border-radius: 6px; border: 1px solid var(--line); }
.address { display: none; }

.missing { padding: 2rem 1.25rem; }
.missing p { margin-top: .75rem; }
.missing h2 { margin-top: 1.75rem; font: 600 1.25rem/1.3 var(--solemn); }
.missing ul { margin-top: .5rem; padding-inline-start: 1.25rem; }

@media (min-width: 52rem) {
  .top, main, footer { padding-inline: 2rem; }
  .award { padding: 2.75rem 2.5rem 2.25rem; }
  .status { padding: 1.375rem 2.5rem; gap: 1.125rem; }
  .columns { display: grid; grid-template-columns: minmax(0, 1fr) 17rem; column-gap: 3rem; padding: 0 2.5rem 2.5rem; }
  .side { order: 2; }
  .side { align-self: start; position: sticky; top: 0; }
  .scan { flex-direction: column; align-items: start; }
  .scan p { flex: none; }
  .body { max-width: 40rem; }
  .shown li { display: flex; justify-content: space-between; gap: 1rem; }
  .shown .kind { flex: none; max-width: 55%; text-align: end; line-height: 1.75; }
  .missing { padding: 3rem 2.5rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .icon { animation: settle .4s ease-out; }
  @keyframes settle { from { transform: scale(.85); } }
}
@media (forced-colors: active) { .status, .work { border: 1px solid; } }
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --link: #000;
    --good-ink: #000; --good-paper: #fff; --good-line: #000; --wait-ink: #000; --wait-paper: #fff; --wait-line: #000; --bad-ink: #000; --bad-paper: #fff; --bad-line: #000;
  }
  @page { margin: 16mm; }
  body { font-size: 10.5pt; }
  .top nav, section:has(> .check), summary { display: none; }
  .side { display: grid; grid-template-columns: 3fr 2fr; column-gap: 10mm; }
  .scan { flex-direction: column; align-items: start; justify-content: center; }
  .scan p { flex: none; }
  .qr { width: 34mm; height: 34mm; }
  .top, main, footer { max-width: none; padding-inline: 0; }
  article { border: 0; }
  .award, .status, .columns { padding-inline: 0; }
  .status { padding-inline: 1rem; border: 2px solid; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  h2 { break-after: avoid; }
  li, .scan, .facts > div { break-inside: avoid; }
  .address { display: block; margin-top: .25rem; color: #000; font-weight: 600; }
}
`;
