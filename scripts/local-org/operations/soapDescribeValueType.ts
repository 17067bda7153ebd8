/** describeValueType: the elements of a metadata type, as a client builds forms from them. */
import { elementsOf, enumValues, isKnownType, type ElementDefinition } from '../metadata/elements/index.ts';
import { childTypeNamed, FOLDER_TYPES, isStoredType } from '../metadata/registry.ts';
import { METADATA_NAMESPACE } from '../metadata/xml/print.ts';
import { SoapFault } from './soapEnvelope.ts';

/** Types contain each other (screen fields of flows): an org ends there too, or its answer would have no end. */
const MAX_DEPTH = 6;

function fieldBody(definition: ElementDefinition, path: readonly string[]): Record<string, unknown> {
  const { name, type, required } = definition;
  const values = enumValues(type);
  const isComplex = isKnownType(type) && !path.includes(type) && path.length < MAX_DEPTH;
  return {
    fields: isComplex ? fieldsOf(type, [...path, type]) : [],
    isForeignKey: false,
    isNameField: name === 'fullName',
    minOccurs: required ? 1 : 0,
    name,
    picklistValues: (values ?? []).map((value) => ({ active: true, defaultValue: false, label: value, value })),
    soapType: values === undefined ? type : 'string',
    valueRequired: required,
  };
}

const fieldsOf = (type: string, path: readonly string[]): Record<string, unknown>[] => [...elementsOf(type).values()].map((definition) => fieldBody(definition, path));

/** @param asked `{http://soap.sforce.com/2006/04/metadata}CustomField` @throws SoapFault INVALID_TYPE */
export function describeValueType(asked: string): Record<string, unknown> {
  const type = asked.startsWith(`{${METADATA_NAMESPACE}}`) ? asked.slice(METADATA_NAMESPACE.length + 2) : '';
  if (!isStoredType(type) || !isKnownType(type)) throw new SoapFault('INVALID_TYPE', `Unknown type:${asked}`);
  const writable = FOLDER_TYPES[type] === undefined;
  const parent = childTypeNamed(type) === undefined ? {} : { parentField: fieldBody({ name: 'fullName', type: 'string', required: true, repeated: false }, []) };
  return { apiCreatable: writable, apiDeletable: writable, apiReadable: true, apiUpdatable: writable, ...parent, valueTypeFields: fieldsOf(type, [type]) };
}
