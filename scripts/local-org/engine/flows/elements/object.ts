/** The object that an element names. */
import type { ObjectSchema } from '../../schema.ts';
import { textOf, type MetadataNode } from '../metadata.ts';
import type { FlowScope } from '../targets.ts';

/** Records whose saves and queries go through the pipeline. */
const KINDS: ReadonlySet<ObjectSchema['kind']> = new Set(['standard', 'custom', 'customSetting']);
const READABLE: ReadonlySet<ObjectSchema['kind']> = new Set([...KINDS, 'customMetadata', 'setup']);

/** The object of an element; undefined when it was reported. */
export function objectNamed(node: MetadataNode, where: string, { schema, report }: FlowScope, use: 'read' | 'write' = 'read'): ObjectSchema | undefined {
  const name = textOf(node, 'object') ?? '';
  const object = schema.object(name);
  if (object === undefined) {
    report.wrong(name === '' ? `The object of ${where} is missing.` : `In field: object - no CustomObject named ${name} found`);
    return undefined;
  }
  if (!(use === 'read' ? READABLE : KINDS).has(object.kind)) {
    report.unsupported(`records of ${object.apiName} in ${where}`);
    return undefined;
  }
  return object;
}
