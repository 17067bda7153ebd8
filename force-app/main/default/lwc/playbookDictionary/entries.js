/** Everything the playbook defines, as entries that can be searched. Pure. */
import { cadences, functions, metrics, terms } from 'c/handrailDictionary';
import { format } from 'c/handrailLabels';
import { handoffs, objects, playbook } from 'c/handrailPlaybook';
import { texts } from './texts';

const peopleOf = (owners) => owners.map((owner) => functions[owner] ?? owner).join(', ');
const line = (label, text) => ({ key: label, label, text });

/**
 * @typedef {object} Entry
 * @property {string} key what a link to it says: `metric-win_rate`
 * @property {string} kind `term`, `stage`, `metric`, `handoff`, `cadence`
 * @property {string} title
 * @property {string} code
 * @property {string} text in a sentence
 * @property {{ key: string, label: string, text: string }[]} lines
 * @property {{ key: string, label: string, code: string, note: string }[]} parts
 * @property {string} found everything that a search reads, in small letters
 */

/** @param {Omit<Entry, 'found'>} entry @returns {Entry} */
function entry({ lines, parts, ...rest }) {
    const own = lines.filter(({ text }) => text);
    const found = [rest.title, rest.code, rest.text, ...own.map(({ text }) => text), ...parts.flatMap(({ label, code, note }) => [label, code, note])].join('\n').toLowerCase();
    return { ...rest, lines: own, parts, found };
}

const termEntry = ({ id, name, means, test, owners, approver, systemOfRecord, reviewBy, examples }) =>
    entry({
        key: `term-${id}`, kind: 'term', title: name, code: '', text: means,
        lines: [line(texts.test, test), line(texts.owners, peopleOf(owners)), line(texts.approver, approver), line(texts.systemOfRecord, systemOfRecord), line(texts.reviewBy, reviewBy)],
        parts: (examples ?? []).map((example) => ({ key: example.id, label: example.case, code: '', note: example.verdict }))
    });

const metricEntry = ({ id, label, means, formula, owners, decision, window, variants, version, reviewBy, tier }) =>
    entry({
        key: `metric-${id}`, kind: 'metric', title: label, code: id, text: means ?? formula,
        lines: [line(texts.formula, formula), line(texts.period, window), line(texts.decision, decision), line(texts.owners, peopleOf(owners)), line(texts.tier, tier.replace('_', ' ')), line(texts.version, version), line(texts.reviewBy, reviewBy ?? '')],
        parts: variants.map((variant) => ({ key: variant.id, label: variant.label, code: variant.id, note: variant.usedIn ?? variant.formula }))
    });

const stageEntry = (object) => (stage) => {
    const held = object.criteria.filter(({ trigger }) => (trigger.kind === 'exit' ? trigger.stage === stage.name : trigger.kind === 'enter' && trigger.field === object.stageField && trigger.value === stage.name));
    return entry({
        key: `stage-${object.apiName}-${stage.name}`, kind: 'stage', title: stage.name, code: object.label, text: stage.purpose || stage.buyerAction,
        lines: [line(texts.buyerAction, stage.buyerAction), line(texts.maxDays, stage.maxDays === null ? '' : String(stage.maxDays)), line(texts.categories, stage.categories.join(', '))],
        parts: held.map(({ id, label, decision, mode }) => ({ key: id, label, code: id, note: mode === 'shadow' ? format(texts.inShadow, decision) : decision }))
    });
};

const handoffEntry = ({ id, label, type, items, clocks }) =>
    entry({
        key: `handoff-${id}`, kind: 'handoff', title: type, code: id, text: label,
        lines: [line(texts.clocks, clocks.map((clock) => playbook.serviceLevels.find((level) => level.id === clock)?.label ?? clock).join(', '))],
        parts: items.map((item) => ({ key: `${item.object}.${item.field}`, label: item.label, code: item.field, note: '' }))
    });

const cadenceEntry = ({ id, meeting, when, minutes, who, preRead, agenda, metrics: looked }) =>
    entry({
        key: `cadence-${id}`, kind: 'cadence', title: meeting, code: '', text: format(texts.meets, when, minutes, peopleOf(who)),
        lines: [line(texts.preRead, preRead.join(', ')), line(texts.metrics, looked.map((metric) => metrics.find((one) => one.id === metric)?.label ?? metric).join(', '))],
        parts: agenda.map(({ topic, minutes: length }) => ({ key: topic, label: topic, code: '', note: format(texts.minutes, length) }))
    });

/** @type {readonly Entry[]} */
export const ENTRIES = [
    ...terms.map(termEntry),
    ...Object.values(objects).flatMap((object) => object.stages.map(stageEntry(object))),
    ...metrics.map(metricEntry),
    ...handoffs.map(handoffEntry),
    ...cadences.map(cadenceEntry)
];

export const KINDS = ['term', 'stage', 'metric', 'handoff', 'cadence'];

/**
 * @param {string} kind empty: all
 * @param {string} words each must occur
 * @returns {Entry[]}
 */
export function search(kind, words) {
    const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = ENTRIES.filter((one) => (!kind || one.kind === kind) && asked.every((word) => one.found.includes(word)));
    const isNamed = ({ title }) => asked.every((word) => title.toLowerCase().includes(word));
    // What is called so comes before what only speaks of it.
    return asked.length === 0 ? found : [...found.filter(isNamed), ...found.filter((one) => !isNamed(one))];
}
