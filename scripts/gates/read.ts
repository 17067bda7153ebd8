import { GATE_MANIFEST_SCHEMA, gateManifestSchema, type GateManifest } from './shape.ts';

/** A file that cannot be used, said for the person who named it. */
export class GateInputError extends Error {
  override readonly name = 'GateInputError';
}

/**
 * Reads a manifest. Keys that this version does not know are left alone.
 * @throws GateInputError when it is none, or of another version
 */
export function readGateManifest(text: string, file: string): GateManifest {
  const raw = parseJson(text, file);
  const schema = typeof raw === 'object' && raw !== null && 'schema' in raw ? raw.schema : undefined;
  if (typeof schema !== 'string' || !schema.startsWith('handrail.gates/')) throw new GateInputError(`${file} is no gate manifest: it does not say "schema": "${GATE_MANIFEST_SCHEMA}".`);
  if (schema !== GATE_MANIFEST_SCHEMA) throw new GateInputError(`${file} is a gate manifest of version ${schema.split('/')[1] ?? ''}; this Handrail reads ${GATE_MANIFEST_SCHEMA}. Use the Handrail that wrote it.`);
  const parsed = gateManifestSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GateInputError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as it should be'}`);
}

/** @throws GateInputError */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new GateInputError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
