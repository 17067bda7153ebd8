import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import FindingDecision from 'c/findingDecision';
import { format, labels } from 'c/handrailLabels';
import { askAgain } from 'c/handrailReread';
import { ENFORCEMENT, newerVersionIn } from 'c/handrailRows';
import { countText, moneyText, momentText, SYNC_COMMAND, todayIs } from 'c/handrailText';
import { csvOf } from './export';
import { FINDINGS, rowsOf, RUNS } from './queries';
import { texts } from './texts';
import { agreementOf, findingOf, inOrder, reviewsOf, SCAN, syncOf, versionsOf, waysOf } from './view';

const FINDING = 'Handrail_Finding__c';
const STATES = ['Open', 'Recorded', 'Ignored'];

/** Does the org still say what the playbook says; if not: what, who, when, what it breaks, and how to mend it. */
export default class DefinitionHealth extends LightningElement {
    texts = texts;
    labels = labels;
    syncCommand = SYNC_COMMAND;
    findingsQuery = FINDINGS;
    runsQuery = RUNS;
    enforcementQuery = ENFORCEMENT;
    /** @type {Record<string, any>[] | undefined} */
    rows;
    /** @type {Record<string, any>[] | undefined} */
    runs;
    inOrg = '';
    objectInfo;
    noAccess = false;
    error;
    shown = 'Open';
    /** @type {Set<string> | null} null: as the page opens, the first critical one */
    openIds = null;
    refreshes = [];

    @wire(getObjectInfo, { objectApiName: FINDING })
    receiveObjectInfo({ data, error }) {
        this.objectInfo = data ?? this.objectInfo;
        this.noAccess = Boolean(error);
    }

    @wire(graphql, { query: '$findingsQuery' })
    receiveFindings({ data, errors, refresh }) {
        this.receive('rows', FINDING, { data, errors, refresh });
    }

    @wire(graphql, { query: '$runsQuery' })
    receiveRuns({ data, errors, refresh }) {
        this.receive('runs', 'Handrail_Sync_Run__c', { data, errors, refresh });
    }

    @wire(graphql, { query: '$enforcementQuery' })
    receiveEnforcement({ data }) {
        // Compared with no version, the newest is what the org says.
        this.inOrg = data ? newerVersionIn(data, '') : this.inOrg;
    }

    receive(property, object, { data, errors, refresh }) {
        this[property] = data ? rowsOf(data, object) : this[property];
        this.error = errors ? { errors } : data ? undefined : this.error;
        if (refresh) {
            this.refreshes = [...this.refreshes.filter(({ object: other }) => other !== object), { object, refresh }];
        }
    }

    get today() {
        return todayIs();
    }

    get isLoading() {
        return !this.noAccess && !this.error && !(this.rows && this.runs);
    }

    get isFailed() {
        return !this.noAccess && Boolean(this.error) && !(this.rows && this.runs);
    }

    get isLoaded() {
        return !this.noAccess && Boolean(this.rows && this.runs);
    }

    get neverSynced() {
        return this.isLoaded && this.runs.length === 0;
    }

    get sync() {
        return syncOf(this.runs ?? [], this.today);
    }

    get showsFindings() {
        return this.isLoaded && this.runs.length > 0;
    }

    get definitions() {
        return inOrder((this.rows ?? []).filter(({ Kind__c }) => Kind__c !== SCAN));
    }

    withStatus(status) {
        return this.definitions.filter(({ Status__c }) => Status__c === status);
    }

    get versions() {
        return versionsOf(this.inOrg, this.sync.version);
    }

    get counts() {
        const open = this.withStatus('Open');
        const { agree, total } = agreementOf(open);
        const checked = open.filter(({ Tier__c }) => Tier__c !== 'unverifiable');
        const of = (...severities) => checked.filter(({ Severity__c }) => severities.includes(Severity__c)).length;
        return [
            { key: 'agree', value: countText(agree), label: format(texts.agree, total) },
            { key: 'critical', value: countText(of('critical')), label: texts.countCritical },
            { key: 'high', value: countText(of('high')), label: texts.countHigh },
            { key: 'medium', value: countText(of('medium', 'low', 'info')), label: texts.countMedium },
            { key: 'unverifiable', value: countText(open.length - checked.length + this.sync.unread.length), label: texts.countUnchecked }
        ];
    }

    get title() {
        const open = this.withStatus('Open').length;
        return open === 0 ? texts.noFindings : format(open === 1 ? texts.place : texts.places, countText(open));
    }

    get subtitle() {
        const { asOf } = this.sync;
        const fresh = this.withStatus('Open').filter(({ First_Seen_At__c }) => this.sameInstant(First_Seen_At__c, asOf)).length;
        const mended = this.mended.length;
        return format(texts.since, countText(fresh), countText(mended));
    }

    sameInstant(left, right) {
        return Boolean(left && right) && Math.abs(Date.parse(left) - Date.parse(right)) < 1000;
    }

    /** What the last sync no longer saw is said once. */
    get mended() {
        const { asOf } = this.sync;
        return this.definitions.filter(({ Status__c, Resolved_At__c }) => Status__c === 'Resolved' && this.sameInstant(Resolved_At__c, asOf)).map((row) => ({ id: row.Id, title: row.Summary__c ?? row.Code__c, text: format(texts.mended, momentText(row.Resolved_At__c)) }));
    }

    get hasMended() {
        return this.shown === 'Open' && this.mended.length > 0;
    }

    get filters() {
        const words = { Open: texts.filterOpen, Recorded: texts.filterRecorded, Ignored: texts.filterIgnored };
        return STATES.map((status) => ({
            status,
            label: format(words[status], countText(this.withStatus(status).length)),
            pressed: String(status === this.shown),
            className: status === this.shown ? 'slds-button slds-button_brand' : 'slds-button slds-button_neutral'
        }));
    }

    get findings() {
        const rows = this.withStatus(this.shown);
        const opened = this.openIds ?? new Set(rows.filter(({ Severity__c }) => Severity__c === 'critical').slice(0, 1).map(({ Id }) => Id));
        return rows.map((row) => {
            const isOpen = opened.has(row.Id);
            return {
                ...findingOf(row, this.today),
                isOpen,
                expanded: String(isOpen),
                controls: isOpen ? `detail-${row.Id}` : undefined,
                icon: isOpen ? 'utility:chevrondown' : 'utility:chevronright',
                className: isOpen ? 'hr-finding hr-finding_open' : 'hr-finding'
            };
        });
    }

    get hasNoFindings() {
        return this.findings.length === 0;
    }

    get isClean() {
        return this.hasNoFindings && this.shown === 'Open';
    }

    get cleanText() {
        const { agree, total } = agreementOf(this.withStatus('Open'));
        return format(texts.clean, countText(agree), countText(total), momentText(this.sync.asOf), this.sync.version);
    }

    get ways() {
        return waysOf(this.withStatus('Open'));
    }

    get reviews() {
        return reviewsOf(this.today);
    }

    get mayDecide() {
        return Boolean(this.objectInfo?.fields?.Decision_Reason__c?.updateable ?? this.objectInfo?.updateable);
    }

    /** Criteria that records break, the most money first. */
    get scan() {
        const rows = (this.rows ?? []).filter(({ Kind__c, Status__c }) => Kind__c === SCAN && Status__c === 'Open');
        const ordered = [...rows].sort((a, b) => (b.Amount_At_Stake__c ?? 0) - (a.Amount_At_Stake__c ?? 0));
        return ordered.map((row) => ({ id: row.Id, label: row.Expected__c || row.Component__c, code: row.Component__c, text: format(row.Record_Count__c === 1 ? texts.letOne : texts.letMany, countText(row.Record_Count__c ?? 0), moneyText(row.Amount_At_Stake__c)) }));
    }

    get hasScan() {
        return this.scan.length > 0;
    }

    get scanText() {
        return format(texts.scanCount, countText(this.sync.violations));
    }

    handleFilter(event) {
        this.shown = event.currentTarget.dataset.status;
        this.openIds = null;
    }

    handleToggle(event) {
        const { id } = event.currentTarget.dataset;
        const open = new Set(this.findings.filter(({ isOpen }) => isOpen).map((finding) => finding.id));
        if (!open.delete(id)) {
            open.add(id);
        }
        this.openIds = open;
    }

    handleCopy(event) {
        return this.copy(event.currentTarget.dataset.command);
    }

    handleCopySync() {
        return this.copy(SYNC_COMMAND);
    }

    async copy(text) {
        try {
            await navigator.clipboard.writeText(text);
            this.toast(texts.commandCopied, 'success');
        } catch {
            // Without permission for the clipboard the command still stands on the page.
            this.toast(format(texts.notCopied, text), 'warning');
        }
    }

    handleRecord(event) {
        return this.decide(event.currentTarget.dataset.id, 'Recorded');
    }

    handleIgnore(event) {
        return this.decide(event.currentTarget.dataset.id, 'Ignored');
    }

    async decide(id, status) {
        const row = this.rows.find(({ Id }) => Id === id);
        const label = status === 'Recorded' ? texts.record : texts.ignore;
        const result = await FindingDecision.open({ size: 'small', label, findingId: id, status, summary: row.Summary__c ?? row.Code__c });
        if (result === 'saved') {
            this.toast(status === 'Recorded' ? texts.wasRecorded : texts.wasIgnored, 'success');
            await this.handleRefresh();
        }
    }

    async handleRefresh() {
        this.error = undefined;
        const refreshOf = (object) => this.refreshes.find((one) => one.object === object)?.refresh;
        await Promise.all([askAgain(this, 'findingsQuery', refreshOf(FINDING)), askAgain(this, 'runsQuery', refreshOf('Handrail_Sync_Run__c'))]);
    }

    handleExport() {
        const url = URL.createObjectURL(new Blob([csvOf(this.definitions)], { type: 'text/csv' }));
        const link = Object.assign(document.createElement('a'), { href: url, download: 'findings.csv' });
        link.click();
        URL.revokeObjectURL(url);
    }

    toast(title, variant) {
        this.dispatchEvent(new ShowToastEvent({ title, variant }));
    }
}
