/** As custom properties, so that a page gives its own. */
export const DIAGRAM_COLORS = `
:root{--sheet:#fff;--edge:#6e7781;--text:#1f2328;--dim:#59636e;--added:#1a7f37;--removed:#cf222e;--changed:#9a6700}
@media screen and (prefers-color-scheme:dark){:root{--sheet:#0d1117;--edge:#8b949e;--text:#f0f6fc;--dim:#9198a1;--added:#3fb950;--removed:#f85149;--changed:#d29922}}
`;

/** Colours of frames and of kinds of parts, which no page has. */
export const PART_COLORS = `
:root{--frame:#8c959f;--within:#f6f8fa;--people:#57606a;--network:#8250df;--compute:#bc4c00;--data:#0969da;--security:#cf222e;--operation:#bf3989;--public:#2da44e;--private:#0969da}
@media screen and (prefers-color-scheme:dark){:root{--frame:#656c76;--within:#151b23;--people:#9198a1;--network:#a371f7;--compute:#f0883e;--data:#58a6ff;--security:#ff7b72;--operation:#f778ba;--public:#3fb950;--private:#58a6ff}}
@media print{:root{--within:#fff}}
`;

export const DIAGRAM_STYLE = `
.diagram{font-family:system-ui,-apple-system,"Segoe UI",sans-serif}
.diagram .sheet{fill:var(--sheet)}
.diagram .frame rect{fill:none;stroke:var(--frame);stroke-width:1.25}
.diagram .frame-vpc rect{fill:var(--within);stroke:var(--network);stroke-width:1.5}
.diagram .frame-public rect{stroke:var(--public)}
.diagram .frame-private rect{stroke:var(--private)}
.diagram .frame-around rect{stroke-dasharray:2 4}
.diagram .frame text{font-size:12px;font-weight:600;fill:var(--dim)}
.diagram .frame .zone{font-size:10.5px;font-weight:400}
.diagram .box rect{fill:var(--sheet);stroke:var(--dim);stroke-width:1.25}
.diagram .optional rect{stroke-dasharray:5 4}
.diagram .sign{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
.diagram .people .sign{stroke:var(--people)}
.diagram .network rect{stroke:var(--network)}
.diagram .network .sign{stroke:var(--network)}
.diagram .compute rect{stroke:var(--compute)}
.diagram .compute .sign{stroke:var(--compute)}
.diagram .data rect{stroke:var(--data)}
.diagram .data .sign{stroke:var(--data)}
.diagram .security rect{stroke:var(--security)}
.diagram .security .sign{stroke:var(--security)}
.diagram .operation rect{stroke:var(--operation)}
.diagram .operation .sign{stroke:var(--operation)}
.diagram .added rect{stroke:var(--added);stroke-width:2.5}
.diagram .changed rect{stroke:var(--changed);stroke-width:3}
.diagram .removed rect{stroke:var(--removed);stroke-width:3.5}
.diagram text{fill:var(--text);font-size:12px}
.diagram .title{font-size:13px;font-weight:600}
.diagram .subtitle{fill:var(--dim);font-size:11px}
.diagram .change{font-size:11px;font-weight:600}
.diagram .link{font-size:11px;stroke:var(--sheet);stroke-width:4px;paint-order:stroke;stroke-linejoin:round}
.diagram .link-added{fill:var(--added);font-weight:600}
.diagram .link-removed{fill:var(--removed);font-weight:600}
.diagram .route{fill:none;stroke:var(--edge);stroke-width:1.25}
.diagram .route-data{stroke-dasharray:6 3}
.diagram .route-added{stroke:var(--added);stroke-width:2}
.diagram .route-removed{stroke:var(--removed);stroke-width:2;stroke-dasharray:5 4}
.diagram .head{fill:var(--edge)}
.diagram .head-added{fill:var(--added)}
.diagram .head-removed{fill:var(--removed)}
`;
