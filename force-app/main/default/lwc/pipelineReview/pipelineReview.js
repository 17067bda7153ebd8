import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import USER_ID from '@salesforce/user/Id';
import DecisionDialog from 'c/decisionDialog';
import { format, labels } from 'c/handrailLabels';
import { enforcedIn, ENFORCEMENT, enforcementOf } from 'c/handrailRows';
import { countText, dayText, moneyText, momentText, shareText, shortMoney, todayIs } from 'c/handrailText';
import { dealOf, judge } from './deals';
import { DEALS, DECISIONS, FIRST_PAGE, LATER_PAGES, OVERRIDES, pageOf } from './queries';
import { blockersOf, heldBy, shownOf, sorted, sumOf, TILES } from './review';
import { filtersOf } from './filters';
import { texts } from './texts';

const DEAL = 'Opportunity';
/** What a link to this page says of its view. */
const STATE = { tile: 'blocked', owner: '', closes: '', category: '', blocked: '', find: '', sort: 'amount', direction: 'desc' };
const MOST_BARS = 6;
const TOP = 3;

/** The weekly review on one page: which deals are blocked by what, how much money, next steps set together. */
export default class PipelineReview extends NavigationMixin(LightningElement) {
    texts = texts;
    labels = labels;
    dealsQuery = DEALS;
    decisionsQuery = DECISIONS;
    overridesQuery = OVERRIDES;
    enforcementQuery = ENFORCEMENT;
    /** @type {Map<string, import('./deals').Deal>} */
    deals = new Map();
    nodes = [];
    after = null;
    total = 0;
    isComplete = false;
    readAt = 0;
    error;
    enforced;
    objectInfo;
    decisions = [];
    overrides = [];
    page;
    view = STATE;
    showsDecisions = false;
    rereads = new Map();
    /** @type {Set<string | null> | null} pages asked for anew; null: nobody asked for that */
    reread = null;
    /** What was worked out of the deals, until they or the view change. */
    worked = new Map();

    @wire(CurrentPageReference)
    receivePage(page) {
        this.page = page;
        this.view = /** @type {typeof STATE} */ (Object.fromEntries(Object.entries(STATE).map(([name, preset]) => [name, page?.state?.[`c__${name}`] ?? preset])));
    }

    @wire(getObjectInfo, { objectApiName: DEAL })
    receiveObjectInfo({ data }) {
        this.objectInfo = data ?? this.objectInfo;
    }

    @wire(graphql, { query: '$enforcementQuery' })
    receiveEnforcement({ data, errors }) {
        if (data || errors) {
            // Without access the modes as declared hold.
            this.enforced = data ? enforcedIn(data) : new Map();
            this.judgeAll();
        }
    }

    @wire(graphql, { query: '$dealsQuery', variables: '$dealVariables' })
    receiveDeals({ data, errors, refresh }) {
        this.error = errors ? { errors } : data ? undefined : this.error;
        this.rereads.set('deals', refresh);
        if (!data || this.isOld(refresh)) {
            return;
        }
        const { nodes, total, next } = pageOf(data, DEAL);
        this.nodes = this.after === null ? nodes : [...this.nodes, ...nodes];
        this.total = total;
        this.isComplete = next === null;
        this.readAt = Date.now();
        this.add(nodes, this.after === null);
        this.after = next ?? this.after;
    }

    /** On request every page is asked of the org anew: what a page kept in the browser says comes first and is not believed. */
    isOld(refresh) {
        if (!this.reread || this.reread.has(this.after) || !refresh) {
            return false;
        }
        this.reread.add(this.after);
        refresh();
        return true;
    }

    @wire(graphql, { query: '$decisionsQuery' })
    receiveDecisions({ data, refresh }) {
        this.rereads.set('decisions', refresh);
        this.decisions = data ? pageOf(data, 'Handrail_Decision__c').nodes : this.decisions;
    }

    @wire(graphql, { query: '$overridesQuery' })
    receiveOverrides({ data }) {
        this.overrides = data ? pageOf(data, 'Handrail_Override__c').nodes : this.overrides;
    }

    get dealVariables() {
        return { first: this.after === null ? FIRST_PAGE : LATER_PAGES, after: this.after };
    }

    get today() {
        return todayIs();
    }

    get judging() {
        return { today: this.today, now: new Date().toISOString(), userId: USER_ID, timeZone: TIME_ZONE, isEnforced: enforcementOf(this.enforced) };
    }

    /** A page of deals, judged as it comes: the first rows do not wait for the last. */
    add(nodes, afresh) {
        if (!this.enforced) {
            return;
        }
        const { judging } = this;
        const deals = afresh ? new Map() : new Map(this.deals);
        nodes.forEach((node) => deals.set(node.Id, dealOf(node, judging)));
        this.deals = deals;
    }

    judgeAll() {
        this.add(this.nodes, true);
    }

    /**
     * @template T
     * @param {string} name
     * @param {readonly unknown[]} from
     * @param {() => T} work
     * @returns {T}
     */
    once(name, from, work) {
        const known = this.worked.get(name);
        if (known && from.every((value, index) => value === known.from[index])) {
            return known.value;
        }
        const value = work();
        this.worked.set(name, { from, value });
        return value;
    }

    get all() {
        return this.once('all', [this.deals], () => [...this.deals.values()]);
    }

    get isLoaded() {
        return Boolean(this.enforced) && this.readAt > 0;
    }

    get isFailed() {
        return !this.isLoaded && Boolean(this.error);
    }

    get isLoading() {
        return !this.isLoaded && !this.isFailed;
    }

    get progress() {
        return this.isComplete ? format(texts.live, momentText(this.readAt)) : format(texts.reading, countText(this.deals.size), countText(this.total));
    }

    get broken() {
        return this.isLoaded && this.error ? texts.incomplete : '';
    }

    get tiles() {
        return this.once('tiles', [this.deals, this.view], () => this.tilesOf(this.all));
    }

    tilesOf(all) {
        const whole = sumOf(all).amount;
        const names = { all: texts.all, blocked: texts.blocked, step: texts.step, stuck: texts.stuck, passed: texts.passed, unproven: texts.unproven };
        return Object.entries(TILES).map(([key, belongs]) => {
            const { count, amount } = sumOf(all.filter(belongs));
            const deals = format(count === 1 ? texts.deal : texts.deals, countText(count));
            const more = { blocked: format(texts.ofPipeline, deals, shareText(amount, whole)), passed: format(texts.notInCoverage, deals) }[key] ?? deals;
            const isOn = this.view.tile === key;
            return { key, name: names[key], amount: shortMoney(amount), more, pressed: String(isOn), className: isOn ? 'hr-tile hr-tile_on' : 'hr-tile' };
        });
    }

    get blocked() {
        return this.once('blocked', [this.deals], () => this.all.filter(TILES.blocked));
    }

    get holding() {
        return this.once('holding', [this.deals], () => blockersOf(this.blocked));
    }

    get bars() {
        const rows = this.holding;
        const most = rows[0]?.amount || 1;
        return rows.slice(0, MOST_BARS).map(({ id, label, count, amount }) => {
            const isOn = this.view.blocked === id;
            return { id, label, count: countText(count), amount: shortMoney(amount), style: `width: ${Math.max(1, Math.round((amount / most) * 100))}%`, pressed: String(isOn), className: isOn ? 'hr-bar hr-bar_on' : 'hr-bar' };
        });
    }

    get hasBars() {
        return this.holding.length > 0;
    }

    get topText() {
        const top = this.holding.slice(0, TOP).map(({ id }) => id);
        return top.length < TOP ? '' : format(texts.topThree, shareText(heldBy(this.blocked, top), sumOf(this.blocked).amount));
    }

    get overlapText() {
        return format(texts.overlap, moneyText(sumOf(this.blocked).amount));
    }

    /** What the records themselves tell of the last seven days, and what waits for somebody. */
    get lately() {
        const moved = sumOf(this.all.filter(({ movedLately }) => movedLately));
        const pushed = sumOf(this.all.filter(({ flags }) => flags.includes('pushed')));
        const due = this.decisions.filter(({ Due_On__c }) => Due_On__c?.value && Due_On__c.value <= this.today).length;
        return [
            { key: 'moved', icon: 'utility:success', text: format(texts.moved, countText(moved.count), shortMoney(moved.amount)) },
            { key: 'pushed', icon: 'utility:redo', text: format(texts.pushedOften, countText(pushed.count), shortMoney(pushed.amount)) },
            { key: 'override', icon: 'utility:unlock', text: format(texts.overrides, countText(this.overrides.length)) },
            { key: 'decisions', icon: 'utility:task', text: format(texts.decisionsDue, countText(this.decisions.length), countText(due)) }
        ];
    }

    get filters() {
        return this.once('filters', [this.deals, this.view], () => filtersOf(this.all, this.view, this.today));
    }

    get isFiltered() {
        return ['owner', 'closes', 'category', 'blocked', 'find'].some((name) => this.view[name] !== '');
    }

    get shown() {
        return this.once('shown', [this.deals, this.view], () => sorted(shownOf(this.all, this.view, this.today), this.view.sort, this.view.direction === 'asc' ? 'asc' : 'desc'));
    }

    get tableTitle() {
        const { shown } = this;
        const isOne = shown.length === 1;
        const title = this.view.tile === 'blocked' ? (isOne ? texts.titleBlockedOne : texts.titleBlocked) : isOne ? texts.titleDealsOne : texts.titleDeals;
        return format(title, countText(shown.length), shortMoney(sumOf(shown).amount));
    }

    get hasRows() {
        return this.shown.length > 0;
    }

    get nothingBlocked() {
        return this.isComplete && !this.isFiltered && this.view.tile === 'blocked';
    }

    get nothingText() {
        return format(texts.noneBlockedText, countText(this.all.length));
    }

    get mayEdit() {
        const may = (name) => this.objectInfo?.fields?.[name]?.updateable !== false;
        return Boolean(this.objectInfo) && this.objectInfo.updateable !== false && may('NextStep') && may('Handrail_Next_Step_Date__c');
    }

    get decisionsText() {
        return format(texts.openDecisions, countText(this.decisions.length));
    }

    get decisionRows() {
        return this.decisions.map((node) => ({
            id: node.Id,
            text: node.Decision__c?.value ?? '',
            note: format(texts.decisionNote, node.Owner?.Name?.value ?? texts.nobody, dayText(node.Due_On__c?.value, this.today), node.Meeting__c?.value ?? ''),
            isLate: Boolean(node.Due_On__c?.value) && node.Due_On__c.value < this.today
        }));
    }

    get hasNoDecisions() {
        return this.decisions.length === 0;
    }

    get decisionsExpanded() {
        return String(this.showsDecisions);
    }

    /** The view lives in the address: a link to this page shows it again. */
    show(changes) {
        this.view = { ...this.view, ...changes };
        if (!this.page?.type) {
            return;
        }
        const own = Object.fromEntries(Object.entries(this.view).map(([name, value]) => [`c__${name}`, value === STATE[name] ? undefined : value]));
        this[NavigationMixin.Navigate]({ ...this.page, state: { ...this.page.state, ...own } }, true);
    }

    handleTile(event) {
        const { key } = event.currentTarget.dataset;
        this.show({ tile: key, ...(key === 'all' ? { owner: '', closes: '', category: '', blocked: '', find: '' } : {}) });
    }

    handleBar(event) {
        const { id } = event.currentTarget.dataset;
        this.show({ tile: 'blocked', blocked: this.view.blocked === id ? '' : id });
    }

    handleFilter(event) {
        this.show({ [event.target.name]: event.detail.value ?? '' });
    }

    handleClear() {
        this.show({ owner: '', closes: '', category: '', blocked: '', find: '' });
    }

    handleShowAll() {
        this.show({ ...STATE, tile: 'all' });
    }

    handleSort(event) {
        this.show({ sort: event.detail.column, direction: event.detail.direction });
    }

    /** Values that were saved: judged again, so that tiles and bars follow at once. */
    handleSaved(event) {
        const { judging } = this;
        const deals = new Map(this.deals);
        event.detail.forEach(({ id, fields }) => {
            const deal = deals.get(id);
            deals.set(id, judge({ ...deal, values: { ...deal.values, ...fields } }, judging));
        });
        this.deals = deals;
    }

    handleDecisions() {
        this.showsDecisions = !this.showsDecisions;
    }

    async handleRecord() {
        const result = await DecisionDialog.open({ size: 'small', label: texts.record, meeting: texts.title });
        if (result === 'saved') {
            this.dispatchEvent(new ShowToastEvent({ title: texts.recorded, variant: 'success' }));
            await this.rereads.get('decisions')?.();
        }
    }

    async handleRefresh() {
        this.error = undefined;
        const isOnFirst = this.after === null;
        this.reread = new Set();
        this.after = null;
        if (isOnFirst) {
            this.reread.add(null);
            await this.rereads.get('deals')?.();
        }
        await this.rereads.get('decisions')?.();
    }
}
