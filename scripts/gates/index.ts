export { GATE_MANIFEST_SCHEMA, gateManifestJsonSchema, gateManifestSchema, type GateManifest, type ManifestCriterion, type ManifestField, type ManifestObject } from './shape.ts';
export { GateInputError, readGateManifest } from './read.ts';
export { readPayload, type PayloadRecord, type RecordValues } from './payload.ts';
export { savesOf, type Save } from './saves.ts';
export { judgesOf, type RecordVerdict, type Refusal, type Saver, type Undecided } from './judge.ts';
export { formatVerdicts } from './format.ts';
