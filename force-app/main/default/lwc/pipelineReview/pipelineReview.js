import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import USER_ID from '@salesforce/user/Id';
import DecisionDialog from 'c/decisionDialog';
import { dealOf, judge } from 'c/handrailDeal';
import { format, labels } from 'c/handrailLabels';
import { remembered } from 'c/handrailRemembered';
import { askAgain } from 'c/handrailReread';
import { enforcedIn, ENFORCEMENT, enforcementOf } from 'c/handrailRows';
import { countText, momentText, todayIs } from 'c/handrailText';
import { boardOf, decisionRowsOf, latelyOf } from './board';
import { DEALS, DECISIONS, FIRST_PAGE, LATER_PAGES, OVERRIDES, pageOf } from './queries';
import { texts } from './texts';

const DEAL = 'Opportunity';
/** What a link to this page says of its view. */
const STATE = { tile: 'blocked', owner: '', closes: '', category: '', blocked: '', find: '', sort: 'amount', direction: 'desc' };

/** The weekly review on one page: which deals are blocked by what, how much money, next steps set together. */
export default class PipelineReview extends NavigationMixin(LightningElement) {
    texts = texts;
    labels = labels;
    dealsQuery = DEALS;
    decisionsQuery = DECISIONS;
    overridesQuery = OVERRIDES;
    enforcementQuery = ENFORCEMENT;
    /** @type {Map<string, import('c/handrailDeal').Deal>} */
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
    boardOf = remembered(boardOf);

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

    /** What is shown of the deals, worked out once for them and the view. */
    get board() {
        return this.boardOf(this.deals, this.view, this.today);
    }

    get lately() {
        return latelyOf(this.deals, this.decisions, this.overrides, this.today);
    }

    get isFiltered() {
        return ['owner', 'closes', 'category', 'blocked', 'find'].some((name) => this.view[name] !== '');
    }

    get nothingBlocked() {
        return this.isComplete && !this.isFiltered && this.view.tile === 'blocked';
    }

    get mayEdit() {
        const may = (name) => this.objectInfo?.fields?.[name]?.updateable !== false;
        return Boolean(this.objectInfo) && this.objectInfo.updateable !== false && may('NextStep') && may('Handrail_Next_Step_Date__c');
    }

    get decisionsText() {
        return format(texts.openDecisions, countText(this.decisions.length));
    }

    get decisionRows() {
        return decisionRowsOf(this.decisions, this.today);
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
            await askAgain(this, 'dealsQuery', this.rereads.get('deals'));
        }
        await askAgain(this, 'decisionsQuery', this.rereads.get('decisions'));
    }
}
