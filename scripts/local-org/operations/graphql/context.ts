/** What resolvers share during one request, and the sources they pass on. */
import type { ObjectSchema } from '../../engine/schema.ts';
import type { SyncRequest } from '../../http/syncOperation.ts';
import type { OrgView } from './schema/view.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface GraphqlContext {
  readonly request: SyncRequest;
  readonly view: OrgView;
  /** As the client sent them, with the document's defaults: coercion loses the order of keys, which orderBy needs. */
  readonly variables: Row;
}

/** A record on its way out. */
export interface RecordSource {
  readonly object: ObjectSchema;
  readonly row: Row;
  /** The children read with the page that the record is on, by response key. */
  readonly children: ReadonlyMap<string, ChildRows>;
  /** Answers of mutations have no relationships. */
  readonly inMutation: boolean;
}

/** The children of all records of a page. */
export interface ChildRows {
  of(parent: Row): readonly Row[];
  /** Counted for all parents of the page at once, when first asked. */
  total(parent: Row): number;
}

/** A page of records, or of groups. */
export interface ConnectionSource<Node> {
  readonly nodes: readonly Node[];
  readonly offset: number;
  readonly hasNext: boolean;
  total(): number;
}
