import { api, LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { startTicking } from 'c/handrailClock';
import { format, labels } from 'c/handrailLabels';
import { askAgain } from 'c/handrailReread';
import { countText, momentText, shortMoney } from 'c/handrailText';
import { remembered } from 'c/handrailRemembered';
import { itemsOf, LISTS } from './items';
import { LEADS, nodesIn, OF_ACCOUNT, WAITING } from './queries';
import { texts } from './texts';

const HANDOFF = 'Handrail_Handoff__c';
const LEAD = 'Lead';
const MINUTE = 60000;
const FIRST = 25;
const MORE = 100;
const STATE = 'c__list';

/** What lies between two teams, who has it, and how long it has lain there. On an account: its own handoffs. */
export default class HandoffQueue extends NavigationMixin(LightningElement) {
    /** Of an account, when it stands on one. */
    @api recordId;

    texts = texts;
    labels = labels;
    handoffs;
    leads;
    leadsTotal = 0;
    leadsFailed = false;
    error;
    now = Date.now();
    list = 'all';
    limit = FIRST;
    page;
    stopTicking;
    refreshes = {};
    /** Undefined for a moment while it is asked again. @type {boolean | undefined} */
    asksHandoffs = true;
    /** @type {boolean | undefined} */
    asksLeads = true;
    itemsOf = remembered(itemsOf);

    connectedCallback() {
        this.stopTicking = startTicking(MINUTE, () => {
            this.now = Date.now();
        });
    }

    disconnectedCallback() {
        this.stopTicking?.();
    }

    @wire(CurrentPageReference)
    receivePage(page) {
        this.page = page;
        this.list = LISTS[page?.state?.[STATE]] ? page.state[STATE] : 'all';
    }

    @wire(graphql, { query: '$handoffQuery', variables: '$handoffVariables' })
    receiveHandoffs({ data, errors, refresh }) {
        this.handoffs = data ? nodesIn(data, HANDOFF).nodes : this.handoffs;
        this.error = errors ? { errors } : data ? undefined : this.error;
        this.refreshes = { ...this.refreshes, handoffs: refresh };
        this.now = Date.now();
    }

    @wire(graphql, { query: '$leadQuery' })
    receiveLeads({ data, errors, refresh }) {
        const found = nodesIn(data, LEAD);
        this.leads = data ? found.nodes : this.leads;
        this.leadsTotal = data ? found.total : this.leadsTotal;
        this.leadsFailed = Boolean(errors);
        this.refreshes = { ...this.refreshes, leads: refresh };
    }

    get handoffQuery() {
        return !this.asksHandoffs ? undefined : this.recordId ? OF_ACCOUNT : WAITING;
    }

    get handoffVariables() {
        return this.recordId ? { account: this.recordId } : {};
    }

    /** On an account nobody looks for leads. */
    get leadQuery() {
        return this.recordId || !this.asksLeads ? undefined : LEADS;
    }

    get isLoading() {
        return !this.handoffs && !this.error;
    }

    get isFailed() {
        return !this.handoffs && Boolean(this.error);
    }

    get isLoaded() {
        return Boolean(this.handoffs);
    }

    get title() {
        return this.recordId ? texts.titleAccount : texts.title;
    }

    /** On an account only its own handoffs count. */
    get isEverybodys() {
        return !this.recordId;
    }

    get items() {
        return this.itemsOf(this.handoffs, this.leads, this.now, this.recordId);
    }

    get asOf() {
        return format(texts.asOf, momentText(this.now));
    }

    get tiles() {
        const names = { all: this.recordId ? texts.allAccount : texts.all, overdue: texts.overdue, waiting: texts.waiting, returned: texts.returned, kickoff: texts.kickoff, lead: texts.leads };
        return Object.entries(LISTS)
            .filter(([key]) => key !== 'lead' || this.isEverybodys)
            .map(([key]) => {
                const own = this.belonging(key);
                const money = own.reduce((sum, item) => sum + item.money, 0);
                const isOn = key === this.list;
                return { key, name: names[key], count: countText(own.length), amount: money > 0 ? shortMoney(money) : '', pressed: String(isOn), className: isOn ? 'hr-tile hr-tile_on' : 'hr-tile' };
            });
    }

    /** On an account what is done stands there too. */
    belonging(list) {
        return this.recordId && list === 'all' ? this.items : this.items.filter(LISTS[list]);
    }

    get chosen() {
        return this.belonging(this.list);
    }

    get rows() {
        return this.chosen.slice(0, this.limit);
    }

    get hasRows() {
        return this.rows.length > 0;
    }

    get shownText() {
        return format(texts.shownOf, countText(this.rows.length), countText(this.chosen.length));
    }

    get rest() {
        return this.chosen.length > this.limit;
    }

    get emptyText() {
        return this.list === 'all' ? (this.recordId ? texts.noneAccount : texts.none) : texts.noneHere;
    }

    get partText() {
        if (this.leadsFailed) {
            return this.isFailed ? '' : texts.noLeads;
        }
        return this.leads && this.leadsTotal > this.leads.length ? format(texts.leadsCut, countText(this.leads.length), countText(this.leadsTotal)) : '';
    }

    handleTile(event) {
        this.list = event.currentTarget.dataset.key;
        this.limit = FIRST;
        if (this.page?.type) {
            this[NavigationMixin.Navigate]({ ...this.page, state: { ...this.page.state, [STATE]: this.list === 'all' ? undefined : this.list } }, true);
        }
    }

    handleMore() {
        this.limit += MORE;
    }

    async handleRefresh() {
        this.error = undefined;
        await Promise.all([askAgain(this, 'asksHandoffs', this.refreshes.handoffs), askAgain(this, 'asksLeads', this.refreshes.leads)]);
    }
}
