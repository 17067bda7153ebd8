/** The look of the HTML report: light, dark under the reader's preference, and for paper. No remote asset. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--ink:#181818;--weak:#5c5c5c;--line:#dfdfdf;--page:#fff;--band:#fafaf9;--link:#0b5cab;--bad:#8e030f;--bad-bg:#fddde3;--warn:#6f3400;--warn-bg:#fff0d9;--info:#032d60;--info-bg:#e3f0fd;--ok:#194e31;--ok-bg:#e3f5e6;--none:#2e2e2e;--none-bg:#ececec;--hero-bad:#fef6f6;--hero-ok:#f1fbf3}
@media (prefers-color-scheme:dark){:root{--ink:#ececec;--weak:#b0b0b0;--line:#3c3c3c;--page:#16181c;--band:#1e2126;--link:#8fc4ff;--bad:#ffb3bd;--bad-bg:#5a1320;--warn:#ffd7a1;--warn-bg:#523000;--info:#b9dcff;--info-bg:#0b3a66;--ok:#a6e8bd;--ok-bg:#124a2b;--none:#dcdcdc;--none-bg:#3a3d42;--hero-bad:#2a1a1c;--hero-ok:#16251b}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:14px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;-webkit-font-smoothing:antialiased}
header,.hero,nav,main{padding-inline:clamp(16px,3vw,32px)}
header{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:center;padding-block:14px;border-bottom:1px solid var(--line)}
.mark{display:flex;gap:10px;align-items:center;font-size:18px;font-weight:700}
.mark svg{width:26px;height:26px}
.facts{display:flex;flex-wrap:wrap;gap:4px 20px;margin:0 0 0 auto;font-size:12px}
.facts div{display:flex;gap:6px}.facts dt{color:var(--weak)}.facts dd{margin:0;overflow-wrap:anywhere}
.hero{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:24px;padding-block:24px;background:var(--hero-bad);border-bottom:1px solid var(--line)}
.hero.clean{background:var(--hero-ok)}
h1{margin:0;font-size:24px;line-height:1.25}h2{margin:36px 0 2px;font-size:18px}p{margin:4px 0 0}
.weak{color:var(--weak)}
ol.first{margin:0;padding-left:20px}ol.first li{margin-bottom:10px}
code{font:12px/1.5 "SFMono-Regular",Consolas,"Liberation Mono",Menlo,monospace}
ol.first code{display:inline-block;margin-top:2px;padding:3px 8px;border:1px solid var(--line);border-radius:4px;background:var(--page);overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:4px 24px;padding-block:12px;background:var(--band);border-bottom:1px solid var(--line)}
nav span{margin-left:auto;color:var(--weak);font-size:12px}
a{color:var(--link)}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;margin-top:10px}
caption{text-align:left;color:var(--weak);padding-bottom:6px}
h3,h4{margin:0 0 2px;font-size:14px}h3.tier{margin-top:28px;font-size:16px}.tiers{display:flex;flex-wrap:wrap;gap:4px 20px;margin-top:10px}.tiers a{min-height:24px}
.splits{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:28px 32px;margin-top:28px;align-items:start}
table.split{margin-top:4px}table.split th,table.split td{padding:6px 8px}table.split tbody th{font-weight:400}
.bar{display:block;height:4px;margin-top:3px;border-radius:2px;background:var(--none-bg);min-width:90px}.bar span{display:block;height:100%;border-radius:2px;background:var(--link)}
th,td{padding:9px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-size:12px;white-space:nowrap;background:var(--band)}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.strong{min-width:220px;font-weight:600}td.number.strong{min-width:0}.mend{margin-top:4px;font-size:12px;font-weight:400;overflow-wrap:anywhere}th .weak{font-weight:400}
tbody th{background:none;font-size:inherit;white-space:normal;font-weight:600}
.chip{display:inline-block;padding:1px 9px;border-radius:10px;font-size:11.5px;font-weight:700;white-space:nowrap;background:var(--none-bg);color:var(--none)}
.chip.bad{background:var(--bad-bg);color:var(--bad)}.chip.warn{background:var(--warn-bg);color:var(--warn)}.chip.info{background:var(--info-bg);color:var(--info)}.chip.ok{background:var(--ok-bg);color:var(--ok)}
details summary{cursor:pointer;color:var(--link);font-size:12px}
pre{margin:6px 0 0;white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.5 "SFMono-Regular",Consolas,Menlo,monospace}
ul.plain{margin:8px 0 0;padding-left:18px}
main{padding-bottom:48px}
table.stack tbody th{min-width:244px}
@media screen and (max-width:640px){
table.stack,table.stack caption,table.stack tbody,table.stack tr,table.stack tbody th,table.stack td{display:block}
table.stack thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table.stack tr{padding:10px 0;border-bottom:1px solid var(--line)}
table.stack tbody th,table.stack td{border:0;padding:2px 0;text-align:left;white-space:normal}
table.stack td[data-label]::before{content:attr(data-label) ": ";color:var(--weak);font-weight:400}
table.stack td.number.strong{font-size:18px}
}
@media print{nav,details summary{display:none}tr{break-inside:avoid}h2{break-after:avoid}body{font-size:11px}.scroll{overflow:visible}}
`;
