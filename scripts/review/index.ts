/**
 * Meeting packs: decisions still open, what changed since the pack before, what to read, and the agenda of the playbook.
 *
 *     metrics, drift, scan, decisions -> PackSources -> buildPack -> packMarkdown | packHtml
 */
export { keptOf } from './change.ts';
export { isOpen, nextId, openDecisions, type Decision } from './decisions/log.ts';
export { DECISION_OBJECT, mergeDecisions, NOT_SAID, readOrgDecisions, type Merged, type OrgDecision } from './decisions/org.ts';
export { readDecisions, writeDecisions } from './decisions/file.ts';
export { dayOfMeetingBefore, earlierNumbers, gather, type GatherOptions } from './gather.ts';
export { packHtml } from './html.ts';
export { packMarkdown } from './markdown.ts';
export { buildPack, packDataOf } from './pack.ts';
export { namesOf, type Named } from './records.ts';
export { metricsOf, namelessIn, resultsIn } from './shown.ts';
export type { OrgReports, PackSources } from './sources.ts';
export { previousPack, readPackData, writePack } from './store.ts';
export type { Block, Cell, EarlierPack, NumberLine, Pack, PackData, PackRecord, Section } from './types.ts';
