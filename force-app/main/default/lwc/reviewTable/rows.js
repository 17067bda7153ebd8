/** A deal as a row of the table. Pure. */
import { daysText, flagTexts } from 'c/handrailDeal';
import { format } from 'c/handrailLabels';
import { dayText, moneyText, NO_VALUE } from 'c/handrailText';
import { texts } from './texts';

const COLUMNS = [
    { key: 'name', label: texts.deal },
    { key: 'owner', label: texts.owner },
    { key: 'stage', label: texts.stage },
    { key: 'amount', label: texts.amount, className: 'hr-right' },
    { key: 'closes', label: texts.closes },
    { key: 'blocked', label: texts.blockedBy },
    { key: 'flags', label: texts.flags },
    { key: 'step', label: texts.nextStep }
];

/**
 * @param {string} sort
 * @param {string} direction
 */
export function columnsOf(sort, direction) {
    return COLUMNS.map(({ key, label, className = '' }) => {
        const isOn = key === sort;
        return { key, label, className, ariaSort: isOn ? (direction === 'asc' ? 'ascending' : 'descending') : 'none', icon: isOn ? (direction === 'asc' ? 'utility:arrowup' : 'utility:arrowdown') : '' };
    });
}

/**
 * @param {{ nextStep: string, nextDate: string }} deal
 * @param {string} today
 * @returns {boolean} whether its next step is empty or overdue
 */
export const wantsStep = ({ nextStep, nextDate }, today) => !nextStep || !nextDate || nextDate < today;

const MOST_TAGS = 3;

/** Initials on a colour that a name always has. */
const COLOURS = ['#8a4b08', '#5a1ba9', '#0b5f87', '#7a2010', '#2e6b4a', '#4a4a8a'];
function avatarOf(owner) {
    const initials = owner.split(/\s+/).filter(Boolean).map((word) => word[0]).slice(0, 2).join('').toUpperCase();
    const sum = [...owner].reduce((total, letter) => total + letter.codePointAt(0), 0);
    return { initials, style: `background: ${COLOURS[sum % COLOURS.length]}` };
}

/**
 * @param {any} deal
 * @param {{ today: string, isPicked: boolean, editing: any, refusal: string, mayEdit: boolean }} page
 */
export function rowOf(deal, { today, isPicked, editing, refusal, mayEdit }) {
    const all = [
        ...deal.blockers.map(({ id, label }) => ({ key: id, label, title: id, className: 'hr-tag' })),
        ...deal.shadows.map(({ id, label }) => ({ key: id, label: format(texts.inShadow, label), title: id, className: 'hr-tag hr-tag_shadow' }))
    ];
    // A late stage asks for a dozen things; the record says them all.
    const rest = all.slice(MOST_TAGS);
    const tags = rest.length < 2 ? all : [...all.slice(0, MOST_TAGS), { key: 'more', label: format(texts.moreTags, rest.length), title: rest.map(({ label }) => label).join(', '), className: 'hr-tag hr-tag_more' }];
    const isOver = deal.flags.includes('stuck');
    const overdue = Boolean(deal.nextDate) && deal.nextDate < today;
    return {
        id: deal.id,
        title: deal.account || deal.name,
        subtitle: deal.account ? deal.name : '',
        pickLabel: format(texts.pick, deal.name),
        editLabel: format(texts.edit, deal.name),
        owner: deal.owner || NO_VALUE,
        avatar: avatarOf(deal.owner),
        stage: deal.stage,
        days: daysText(deal),
        daysClass: isOver ? 'hr-small hr-over' : 'hr-small',
        amount: deal.hasAmount ? moneyText(deal.amount) : NO_VALUE,
        closes: dayText(deal.closeDate, today),
        pushes: deal.pushes > 0 ? format(texts.pushed, deal.pushes) : texts.notMoved,
        tags,
        hasTags: tags.length > 0,
        flags: flagTexts(deal),
        hasFlags: deal.flags.length > 0,
        step: deal.nextStep || texts.notSet,
        stepDay: deal.nextDate ? format(overdue ? texts.overdue : '{0}', dayText(deal.nextDate, today)) : '',
        stepClass: wantsStep(deal, today) ? 'hr-step hr-step_open' : 'hr-step',
        isPicked,
        className: isPicked ? 'hr-picked' : '',
        editing,
        refusal,
        mayEdit
    };
}
