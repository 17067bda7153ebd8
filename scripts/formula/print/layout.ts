/** A small pretty-printer: a group stays on one line when it fits, and else puts each part on a line of its own. */

export type Layout = string | Group;

export interface Group {
  readonly open: string;
  readonly close: string;
  /** Stands behind every part but the last. */
  readonly separator: string;
  readonly parts: readonly Layout[];
}

export interface LayoutOptions {
  readonly width: number;
  readonly indent: string;
  /** Columns already taken on the first line, and the depth the text continues at. */
  readonly column?: number;
  readonly depth?: number;
}

export function flat(layout: Layout): string {
  if (typeof layout === 'string') {
    return layout;
  }
  return `${layout.open}${layout.parts.map(flat).join(`${layout.separator} `)}${layout.close}`;
}

export function render(layout: Layout, options: LayoutOptions): string {
  return renderAt(layout, options, options.column ?? 0, options.depth ?? 0);
}

function renderAt(layout: Layout, options: LayoutOptions, column: number, depth: number): string {
  const line = flat(layout);
  if (typeof layout === 'string' || column + line.length <= options.width) {
    return line;
  }
  // A group without brackets of its own continues at the depth it stands at.
  const bracketed = layout.open !== '';
  const inner = bracketed ? depth + 1 : depth;
  const pad = options.indent.repeat(inner);
  const parts = layout.parts.map((part, index) => {
    const last = index === layout.parts.length - 1;
    const start = bracketed || index > 0 ? pad.length : column;
    return renderAt(part, options, start + (last ? 0 : layout.separator.length), inner) + (last ? '' : layout.separator);
  });
  const body = parts.join(`\n${pad}`);
  if (!bracketed) {
    return body;
  }
  const close = layout.close === '' ? '' : `\n${options.indent.repeat(depth)}${layout.close.trimStart()}`;
  return `${layout.open.trimEnd()}\n${pad}${body}${close}`;
}

/** The same layout behind a text: a chain without brackets moves to the next line as a whole when it does not fit. */
export function prefixed(prefix: string, layout: Layout): Layout {
  return typeof layout === 'string' ? prefix + layout : { ...layout, open: prefix + layout.open };
}
