/** Composite graphs: up to 500 writes in up to 75 graphs, each of which is a transaction of its own. */
import { OrgError } from '../../engine/types.ts';
import { listOf, objectBody, textOf } from '../../http/input.ts';
import type { SyncOperation } from '../../http/syncOperation.ts';
import { readRequests, runTransaction, type CompositeRequest } from './composite.ts';
import { referencesIn } from './references.ts';
import type { SubrequestRunner } from './subrequest.ts';

const GRAPHS = 75;
/** Of all graphs together. */
const NODES = 500;
/** Longest chain of nodes that refer to one another. */
const DEPTH = 15;

interface Graph {
  readonly graphId: string;
  readonly requests: readonly CompositeRequest[];
}

function graphsOf(body: unknown): readonly Graph[] {
  const graphs = listOf(objectBody(body), 'graphs', GRAPHS, `The request has more than ${GRAPHS} graphs.`).map((entry, index): Graph => {
    const graphId = textOf(entry, 'graphId');
    if (graphId === undefined || graphId === '') {
      throw new OrgError('INVALID_INPUT', `Graph ${index + 1} needs a graphId.`);
    }
    return { graphId, requests: readRequests(listOf(entry, 'compositeRequest', NODES, `The request has more than ${NODES} nodes.`)) };
  });
  const ids = graphs.map((graph) => graph.graphId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new OrgError('INVALID_INPUT', `graphId ${twice} is used more than once.`);
  }
  if (graphs.reduce((sum, graph) => sum + graph.requests.length, 0) > NODES) {
    throw new OrgError('INVALID_INPUT', `The request has more than ${NODES} nodes.`);
  }
  graphs.forEach(checkDepth);
  return graphs;
}

function checkDepth({ graphId, requests }: Graph): void {
  const depths = new Map<string, number>();
  for (const { referenceId, url, body } of requests) {
    const depth = 1 + Math.max(0, ...referencesIn([url, body]).map((reference) => depths.get(reference) ?? 0));
    if (depth > DEPTH) {
      throw new OrgError('INVALID_INPUT', `Graph ${graphId} is more than ${DEPTH} nodes deep.`);
    }
    depths.set(referenceId, depth);
  }
}

/** @param runner knows records only: a graph takes no queries and no collections */
export function graphOperation(runner: SubrequestRunner): SyncOperation {
  return {
    name: 'composite.graph',
    method: 'POST',
    path: '/services/data/:version/composite/graph',
    run(outer) {
      const graphs = graphsOf(outer.body).map(({ graphId, requests }) => {
        const compositeResponse = runTransaction(runner, outer, requests);
        return { graphId, graphResponse: { compositeResponse }, isSuccessful: compositeResponse.every((answer) => answer.httpStatusCode < 300) };
      });
      return { status: 200, body: { graphs } };
    },
  };
}
