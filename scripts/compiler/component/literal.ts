import { quote } from '../../formula/print/javascript.ts';
import { prefixed, type Group, type Layout } from '../../formula/print/layout.ts';

/** JSON-like data to print as a JavaScript literal; a {@link Code} is printed as it is. */
export type Data = string | number | boolean | null | Code | readonly Data[] | { readonly [key: string]: Data | undefined };

export class Code {
  readonly layout: Layout;

  constructor(layout: Layout) {
    this.layout = layout;
  }
}

export function literal(data: Data): Layout {
  if (data instanceof Code) {
    return data.layout;
  }
  if (typeof data === 'string') {
    return quote(data);
  }
  if (data === null || typeof data !== 'object') {
    return String(data);
  }
  return isList(data) ? bracket('[', ']', data.map(literal)) : objectLiteral(data);
}

function isList(data: readonly Data[] | object): data is readonly Data[] {
  return Array.isArray(data);
}

function objectLiteral(data: { readonly [key: string]: Data | undefined }): Layout {
  const parts = Object.entries(data).flatMap(([key, value]) =>
    value === undefined ? [] : [prefixed(`${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key)}: `, literal(value))],
  );
  return bracket('{ ', ' }', parts);
}

function bracket(open: string, close: string, parts: readonly Layout[]): Group | string {
  return parts.length === 0 ? open.trim() + close.trim() : { open, close, separator: ',', parts };
}
