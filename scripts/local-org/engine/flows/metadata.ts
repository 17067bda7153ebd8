/** Reads the metadata of a flow: plain data in the shape of the Tooling API's `Flow.Metadata`. */

export type MetadataNode = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is MetadataNode => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Elements that may stand several times. */
export function nodesOf(node: MetadataNode, name: string): readonly MetadataNode[] {
  const value = node[name];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function nodeOf(node: MetadataNode, name: string): MetadataNode | undefined {
  const value = node[name];
  return isNode(value) ? value : undefined;
}

export function textOf(node: MetadataNode, name: string): string | null {
  const value = node[name];
  return typeof value === 'string' ? value : null;
}

/** Name of the element that a connector leads to; null where the path ends. */
export function targetOf(node: MetadataNode, connector: string): string | null {
  const found = nodeOf(node, connector);
  return found === undefined ? null : textOf(found, 'targetReference');
}

/** What a before-save flow may say in this org, by part. Everything else is refused by name. */
const KNOWN = {
  flow: [
    'fullName', 'accessType', 'apiVersion', 'areMetricsLoggedToDataCloud', 'description', 'environments', 'interviewLabel', 'label', 'processMetadataValues', 'processType',
    'runInMode', 'sourceTemplate', 'status', 'triggerOrder', 'migratedFromWorkflowRuleName', 'start', 'assignments', 'decisions', 'formulas', 'variables',
  ],
  start: ['name', 'label', 'description', 'locationX', 'locationY', 'processMetadataValues', 'connector', 'filterFormula', 'filterLogic', 'filters', 'object', 'recordTriggerType', 'triggerType'],
  filter: ['processMetadataValues', 'field', 'operator', 'value'],
  decision: ['name', 'label', 'description', 'locationX', 'locationY', 'processMetadataValues', 'defaultConnector', 'defaultConnectorLabel', 'rules'],
  rule: ['name', 'label', 'description', 'processMetadataValues', 'conditionLogic', 'conditions', 'connector'],
  condition: ['processMetadataValues', 'leftValueReference', 'operator', 'rightValue'],
  assignment: ['name', 'label', 'description', 'locationX', 'locationY', 'processMetadataValues', 'assignmentItems', 'connector'],
  item: ['processMetadataValues', 'assignToReference', 'operator', 'value'],
  formula: ['name', 'description', 'processMetadataValues', 'dataType', 'expression', 'scale'],
  variable: ['name', 'description', 'processMetadataValues', 'dataType', 'isInput', 'isOutput', 'scale', 'value'],
  value: ['stringValue', 'numberValue', 'booleanValue', 'dateValue', 'dateTimeValue', 'elementReference'],
} as const;

/** What the part says beyond what this org executes. A switch that is off says nothing. */
export function unknownIn(node: MetadataNode, part: keyof typeof KNOWN): readonly string[] {
  const known: readonly string[] = KNOWN[part];
  return Object.entries(node).flatMap(([name, value]) => {
    if (known.includes(name) || value === false || value === null) {
      return [];
    }
    const names = Array.isArray(value) ? value.filter(isNode).map((item) => textOf(item, 'name')).filter((item) => item !== null) : [];
    return names.length === 0 ? [name] : names.map((item) => `${name} ${item}`);
  });
}
