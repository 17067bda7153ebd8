import { api, LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getRecord } from 'lightning/uiRecordApi';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import USER_ID from '@salesforce/user/Id';
import { dealOf, DEAL_FIELDS, flagTexts, judge } from 'c/handrailDeal';
import { labels } from 'c/handrailLabels';
import { flatValues } from 'c/handrailRecord';
import { askAgain } from 'c/handrailReread';
import { enforcedIn, ENFORCEMENT, enforcementOf } from 'c/handrailRows';
import { todayIs } from 'c/handrailText';
import { OPEN_DEALS_OF } from './queries';
import { texts } from './texts';
import { rowOf, sumText } from './view';

const DEAL = 'Opportunity';
const CUSTOMER = 'Account';

/** What the weekly review would say of this deal, or of the open deals of this customer, before the review says it. */
export default class DealHealth extends LightningElement {
    @api recordId;
    @api objectApiName;

    texts = texts;
    labels = labels;
    enforcementQuery = ENFORCEMENT;
    enforced;
    /** The deal of the page; its values follow every save on it. */
    record;
    /** @type {any[] | undefined} open deals of the customer, as read */
    nodes;
    total = 0;
    error;
    refresh;
    /** Undefined for a moment while it is asked again. @type {string | undefined} */
    dealsQuery = OPEN_DEALS_OF;
    /** @type {string | undefined} */
    dealObject = DEAL;

    get optionalFields() {
        return ['IsClosed', ...DEAL_FIELDS].map((name) => `${DEAL}.${name}`);
    }

    get dealId() {
        return this.dealObject && this.objectApiName === this.dealObject ? this.recordId : undefined;
    }

    get accountQuery() {
        return this.objectApiName === CUSTOMER && this.recordId ? this.dealsQuery : undefined;
    }

    get accountVariables() {
        return { account: this.recordId };
    }

    @wire(getRecord, { recordId: '$dealId', fields: ['Opportunity.Id'], optionalFields: '$optionalFields' })
    receiveRecord({ data, error }) {
        this.record = data ?? this.record;
        this.error = error ?? (data ? undefined : this.error);
    }

    @wire(graphql, { query: '$accountQuery', variables: '$accountVariables' })
    receiveDeals({ data, errors, refresh }) {
        const { edges, totalCount } = data?.uiapi?.query?.Opportunity ?? {};
        this.nodes = edges?.map(({ node }) => node) ?? this.nodes;
        this.total = totalCount ?? this.total;
        this.error = errors ? { errors } : data ? undefined : this.error;
        this.refresh = refresh;
    }

    @wire(graphql, { query: '$enforcementQuery' })
    receiveEnforcement({ data, errors }) {
        if (data || errors) {
            // Without access the modes as declared hold.
            this.enforced = data ? enforcedIn(data) : new Map();
        }
    }

    get isOfCustomer() {
        return this.objectApiName === CUSTOMER;
    }

    get isRead() {
        return Boolean(this.enforced && (this.isOfCustomer ? this.nodes : this.record));
    }

    get isFailed() {
        return !this.isRead && Boolean(this.error);
    }

    get isLoading() {
        return !this.isRead && !this.isFailed;
    }

    /** A closed deal has nothing left to tidy up. */
    get isShown() {
        return this.record?.fields.IsClosed?.value !== true;
    }

    get title() {
        return this.isOfCustomer ? texts.titleAccount : texts.title;
    }

    get judging() {
        return { today: todayIs(), now: new Date().toISOString(), userId: USER_ID, timeZone: TIME_ZONE, isEnforced: enforcementOf(this.enforced) };
    }

    get deals() {
        const { judging } = this;
        return (this.nodes ?? []).map((node) => dealOf(node, judging));
    }

    get rows() {
        const today = todayIs();
        return this.deals.map((deal) => rowOf(deal, today));
    }

    get hasRows() {
        return this.deals.length > 0;
    }

    get sum() {
        return this.hasRows ? sumText(this.deals, this.total) : '';
    }

    get flags() {
        return flagTexts(judge({ id: this.recordId, values: flatValues(this.record), name: '', account: '', owner: '' }, this.judging));
    }

    get hasFlags() {
        return this.flags.length > 0;
    }

    /** Reads again what could not be read. */
    readAgain() {
        this.error = undefined;
        return this.isOfCustomer ? askAgain(this, 'dealsQuery', this.refresh) : askAgain(this, 'dealObject', undefined);
    }
}
