/** Decisions about findings: read, applied to a report, added to. */
export { applyPolicy, stateOf } from './apply.ts';
export { readPolicy, type Policy } from './policy.ts';
export { decide, PolicyConflict } from './write.ts';
