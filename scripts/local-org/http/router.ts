/** Finds the row of a route table for a method and a path. Literal parts win over parameters, at every level. */

export interface Routed {
  readonly method: string;
  /** `/services/data/:version/sobjects/:object/*rest` */
  readonly path: string;
}

export type Match<Route> =
  | { readonly kind: 'found'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

interface Node<Route> {
  readonly literals: Map<string, Node<Route>>;
  parameter: Node<Route> | null;
  rest: Map<string, Route> | null;
  readonly routes: Map<string, Route>;
}

/** In the order in which Salesforce lists them. */
const METHODS = ['HEAD', 'GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

export type Router<Route> = (method: string, path: string) => Match<Route>;

function newNode<Route>(): Node<Route> {
  return { literals: new Map(), parameter: null, rest: null, routes: new Map() };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

/** Two rows for the same method and path are a mistake of the table and throw. */
export function createRouter<Route extends Routed>(routes: readonly Route[]): Router<Route> {
  const root = newNode<Route>();
  for (const route of routes) {
    place(root, route);
  }
  return (method, path) => {
    const parts = partsOf(path);
    const decoded = parts.map(decode);
    if (decoded.includes(null)) {
      return { kind: 'none' };
    }
    const values = decoded as string[];
    const candidates = [...walk(root, parts, 0)];
    const allowed = new Set<string>();
    for (const candidate of candidates) {
      const route = candidate.get(method) ?? (method === 'HEAD' ? candidate.get('GET') : undefined);
      if (route !== undefined) {
        return { kind: 'found', route, params: paramsOf(route.path, values) };
      }
      for (const name of candidate.keys()) {
        allowed.add(name);
        if (name === 'GET') {
          allowed.add('HEAD');
        }
      }
    }
    return allowed.size > 0 ? { kind: 'method', allowed: METHODS.filter((name) => allowed.has(name)) } : { kind: 'none' };
  };
}

function place<Route extends Routed>(root: Node<Route>, route: Route): void {
  let node = root;
  for (const part of partsOf(route.path)) {
    if (part.startsWith('*')) {
      node.rest ??= new Map();
      put(node.rest, route);
      return;
    }
    if (part.startsWith(':')) {
      node.parameter ??= newNode();
      node = node.parameter;
    } else {
      const next = node.literals.get(part) ?? newNode<Route>();
      node.literals.set(part, next);
      node = next;
    }
  }
  put(node.routes, route);
}

function put<Route extends Routed>(routes: Map<string, Route>, route: Route): void {
  if (routes.has(route.method)) {
    throw new Error(`Two operations answer ${route.method} ${route.path}.`);
  }
  routes.set(route.method, route);
}

/** Route maps that fit the path, the most literal first. */
function* walk<Route>(node: Node<Route>, parts: readonly string[], index: number): Generator<Map<string, Route>> {
  const part = parts[index];
  if (part === undefined) {
    if (node.routes.size > 0) {
      yield node.routes;
    }
  } else {
    const literal = node.literals.get(part);
    if (literal !== undefined) {
      yield* walk(literal, parts, index + 1);
    }
    if (node.parameter !== null) {
      yield* walk(node.parameter, parts, index + 1);
    }
  }
  if (node.rest !== null) {
    yield node.rest;
  }
}

function paramsOf(path: string, values: readonly string[]): Readonly<Record<string, string>> {
  const params: Record<string, string> = {};
  partsOf(path).forEach((part, index) => {
    if (part.startsWith(':')) {
      params[part.slice(1)] = values[index] ?? '';
    } else if (part.startsWith('*')) {
      params[part.slice(1)] = values.slice(index).join('/');
    }
  });
  return params;
}

/** A part that is no valid escape, or hides a slash-free traversal, fits no route. */
function decode(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return text === '.' || text === '..' || text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
