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

/** An entry of a table by a name that a file brings, which may be `constructor`. */
export const entryOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);

export const flagOf = (node: MetadataNode, name: string): boolean => node[name] === true;

/** Texts of an element that may stand several times. */
export function textsOf(node: MetadataNode, name: string): readonly string[] {
  const value = node[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Name of the element that a connector leads to; null where the path ends. */
export function targetOf(node: MetadataNode, connector: string): string | null {
  const found = nodeOf(node, connector);
  return found === undefined ? null : textOf(found, 'targetReference');
}

const ELEMENT = ['name', 'label', 'description', 'locationX', 'locationY', 'processMetadataValues', 'elementSubtype', 'group'];
const WRITES = ['connector', 'faultConnector'];
const FILTERS = ['object', 'filterLogic', 'filters'];

/** What a record-triggered flow may say in this org, by part. Everything else is refused by name. */
const KNOWN = {
  flow: [
    'fullName', 'accessType', 'apiVersion', 'areMetricsLoggedToDataCloud', 'description', 'environments', 'interviewLabel', 'label', 'processMetadataValues', 'processType',
    'runInMode', 'sourceTemplate', 'status', 'triggerOrder', 'migratedFromWorkflowRuleName', 'start', 'formulas', 'variables', 'constants', 'textTemplates',
    'assignments', 'customErrors', 'decisions', 'loops', 'recordCreates', 'recordDeletes', 'recordLookups', 'recordUpdates',
  ],
  start: [...ELEMENT, 'connector', 'doesRequireRecordChangedToMeetCriteria', 'filterFormula', 'filterLogic', 'filters', 'object', 'recordTriggerType', 'triggerType'],
  filter: ['processMetadataValues', 'field', 'operator', 'value'],
  decisions: [...ELEMENT, 'defaultConnector', 'defaultConnectorLabel', 'rules'],
  rule: ['name', 'label', 'description', 'processMetadataValues', 'conditionLogic', 'conditions', 'connector'],
  condition: ['processMetadataValues', 'leftValueReference', 'operator', 'rightValue'],
  assignments: [...ELEMENT, 'assignmentItems', 'connector'],
  item: ['processMetadataValues', 'assignToReference', 'operator', 'value'],
  loops: [...ELEMENT, 'assignNextValueToReference', 'collectionReference', 'iterationOrder', 'nextValueConnector', 'noMoreValuesConnector'],
  recordLookups: [
    ...ELEMENT, ...WRITES, ...FILTERS, 'assignNullValuesIfNoRecordsFound', 'getFirstRecordOnly', 'limit', 'outputAssignments', 'outputReference', 'queriedFields', 'sortField', 'sortOrder',
    'storeOutputAutomatically',
  ],
  outputAssignment: ['processMetadataValues', 'assignToReference', 'field'],
  recordCreates: [...ELEMENT, ...WRITES, 'object', 'assignRecordIdToReference', 'inputAssignments', 'inputReference', 'storeOutputAutomatically'],
  recordUpdates: [...ELEMENT, ...WRITES, ...FILTERS, 'inputAssignments', 'inputReference'],
  recordDeletes: [...ELEMENT, ...WRITES, ...FILTERS, 'inputReference'],
  inputAssignment: ['processMetadataValues', 'field', 'value'],
  customErrors: [...ELEMENT, 'customErrorMessages'],
  customErrorMessage: ['processMetadataValues', 'errorMessage', 'fieldSelection', 'isFieldError'],
  formula: ['name', 'description', 'processMetadataValues', 'dataType', 'expression', 'scale'],
  variable: ['name', 'description', 'processMetadataValues', 'dataType', 'isCollection', 'isInput', 'isOutput', 'objectType', 'scale', 'value'],
  constant: ['name', 'description', 'processMetadataValues', 'dataType', 'value'],
  textTemplate: ['name', 'description', 'processMetadataValues', 'isViewedAsPlainText', 'text'],
  value: ['stringValue', 'numberValue', 'booleanValue', 'dateValue', 'dateTimeValue', 'elementReference'],
} as const;

export type Part = keyof typeof KNOWN;

/** What the part says beyond what this org executes. A switch that is off says nothing. */
export function unknownIn(node: MetadataNode, part: Part): readonly string[] {
  const known: readonly string[] = KNOWN[part];
  return Object.entries(node).flatMap(([name, value]) => {
    if (known.includes(name) || value === false || value === null) {
      return [];
    }
    const names = Array.isArray(value) ? value.filter(isNode).map((item) => textOf(item, 'name')).filter((item) => item !== null) : [];
    return names.length === 0 ? [name] : names.map((item) => `${name} ${item}`);
  });
}
