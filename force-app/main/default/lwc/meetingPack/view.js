/** A stored pack as the page shows it. Pure: its words and numbers are those of the pack, none is computed here. */
import { functions } from 'c/handrailDictionary';
import { format } from 'c/handrailLabels';
import { periodText, stateChip } from 'c/handrailNumbers';
import { countText, dayText, NO_VALUE, shortMoney } from 'c/handrailText';
import { words } from './words';

const NONE = '';
/** Where a tile leads whose subject the meeting does not look at. */
const TABS = { overdue: 'Handrail_Decision__c', blocked: 'Handrail_Pipeline_Review', unowned: 'Handrail_Handoffs', findings: 'Handrail_Definition_Health' };
/** Columns of a list that needs the width of the page. */
const WIDE = 5;

/** Minutes into the meeting: `0:05`. */
const clock = (minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {{ when: string, minutes: number, who: readonly string[] }} meeting of the pack, or of the dictionary with codes of functions */
export const eyebrowOf = ({ when, minutes, who }) => format(words.eyebrow, capital(when), minutes, who.map((one) => functions[one] ?? one).join(', '));

/**
 * What has to be known first, each with the part of the pack that says more.
 * @param {import('./queries').StoredPack} stored
 * @param {{ lists: Map<string, string>, metrics: Map<string, string> }} places keys of sections by what they show
 */
export function tilesOf({ counts }, { lists, metrics }) {
    const tile = (key, name, value, text, target) => ({ key, name, value: value === null ? NO_VALUE : countText(value), text, target: target ?? NONE, tab: target ? NONE : TABS[key], className: key === 'overdue' && value > 0 ? 'hr-tile hr-tile_bad' : 'hr-tile' });
    return [
        tile('overdue', words.overdue, counts.overdue, counts.open === null ? NONE : format(words.ofOpen, countText(counts.open)), lists.get('open_decisions')),
        tile('blocked', words.blocked, counts.blocked, counts.blockedAmount === null ? NONE : format(words.blockedText, shortMoney(counts.blockedAmount)), metrics.get('blocked_amount')),
        tile('unowned', words.unowned, counts.unowned, words.unownedText, metrics.get('no_mans_land')),
        tile('findings', words.findings, counts.findings, words.findingsText, lists.get('findings'))
    ];
}

/** @param {any} contents of a stored pack */
export function viewOf(contents) {
    let from = 0;
    const agenda = contents.agenda.map((section, index) => {
        const minutes = section.minutes ?? 0;
        const box = format(words.box, clock(from), clock(from + minutes));
        from += minutes;
        return { ...sectionOf(section, `agenda-${index}`), minutes, box, label: `${box}: ${capital(section.title)}`, style: `flex-grow: ${minutes}` };
    });
    const opening = contents.opening.map((section, index) => sectionOf(section, `opening-${index}`));
    const preRead = contents.preRead.map((section, index) => sectionOf(section, `before-${index}`));
    const headline = blockOf(contents.headline, words.numbers, 'headline-0');
    return { agenda, opening, preRead, headline: { ...headline, title: NONE, isHeadline: true }, places: placesOf([...opening, ...preRead, ...agenda]) };
}

/** Where a list or a metric is shown first. */
function placesOf(sections) {
    const lists = new Map();
    const metrics = new Map();
    sections.forEach(({ key, blocks }) => {
        blocks.forEach(({ list, lines }) => {
            if (list && !lists.has(list)) {
                lists.set(list, key);
            }
            (lines ?? []).forEach(({ metric }) => metrics.set(metric, metrics.get(metric) ?? key));
        });
    });
    return { lists, metrics };
}

function sectionOf({ title, blocks }, key) {
    const shown = blocks.filter(({ kind, list }) => kind !== 'note' || list !== 'new_decisions');
    const views = shown.map((block, index) => blockOf(block, title, `${key}-${index}`));
    const isPaired = views.filter(({ isNumbers }) => isNumbers).length > 1;
    const isWide = views.some(({ heads, isEmpty, list }) => list === 'open_decisions' || (heads?.length >= WIDE && !isEmpty));
    return {
        key,
        title: capital(title),
        className: isWide ? 'slds-card hr-card hr-section hr-section_wide' : 'slds-card hr-card hr-section',
        // Two numbers stand side by side where the section has the room.
        blocks: views.map((block) => ({ ...block, className: isWide && isPaired && block.isNumbers ? 'hr-block' : 'hr-block hr-block_whole' })),
        // What was decided is written down here, and with a command elsewhere.
        takesDecisions: shown.length < blocks.length
    };
}

function blockOf(block, title, key) {
    // A block that is called as its section says its name once.
    const own = block.title && block.title.toLowerCase() !== title.toLowerCase() ? block.title : NONE;
    const base = { key, title: own, label: block.title || capital(title), list: block.list ?? NONE };
    if (block.kind === 'note') {
        return { ...base, isNote: true, text: block.text, command: block.command ?? NONE };
    }
    if (block.kind === 'list') {
        return { ...base, isList: true, isEmpty: block.rows.length === 0, empty: block.empty, heads: block.heads, rows: rowsOf(block), more: block.more };
    }
    const numbers = linesOf(block);
    return { ...base, isNumbers: true, decision: own && block.decision, of: block.of, hasCaption: Boolean(own || numbers.period), ...numbers };
}

const OVERDUE = /, overdue$/;

function rowsOf({ heads, rows }) {
    return rows.map((row, index) => ({
        key: String(index),
        cells: row.map((cell, at) => {
            const text = typeof cell === 'string' ? cell : cell.name;
            const record = typeof cell === 'string' || !cell.object ? null : cell;
            return { key: String(at), head: heads[at], text, record, className: OVERDUE.test(text) ? 'hr-late' : NONE };
        })
    }));
}

/** An open period begins before any date that an org can keep; a pack that was written earlier may have none. */
const FIRST_DAY = '1700-01-01';

/** What a number is of, by the name that its fiscal quarter has in the org; empty for all time. */
const periodOf = ({ period }) => (period && period.from >= FIRST_DAY ? (period.name ?? periodText(period)) : NONE);

/** A column that says nothing is left out; a period that all lines share is said once. */
function linesOf({ lines }) {
    const has = (test) => lines.some(test);
    const periods = new Set(lines.map(periodOf));
    const shared = periods.size === 1 ? [...periods][0] : NONE;
    return {
        period: shared,
        hasChange: has(({ change }) => change !== null),
        hasCounted: has(({ countedFrom }) => countedFrom !== ''),
        lines: lines.map((line, index) => ({
            key: String(index),
            metric: line.metric,
            slice: line.slice,
            label: line.label,
            period: shared ? NONE : periodOf(line),
            value: line.value,
            change: line.change ?? NONE,
            counted: line.countedFrom,
            chip: line.state === 'ok' ? null : stateChip(line),
            note: line.note ?? NONE,
            hasRemark: line.state !== 'ok' || Boolean(line.note),
            records: line.records.map((record, at) => ({ ...record, key: `${at}`, isLink: Boolean(record.object) })),
            hasRecords: line.records.length > 0,
            more: Math.max(0, line.recordsInAll - line.records.length)
        }))
    };
}

/** @param {{ id: string, day: string }[]} days @param {string} today ISO date */
export const dayChoices = (days, chosen, today) => days.map(({ id, day }) => ({ value: day, label: dayText(day, today), isChosen: id === chosen?.id }));
