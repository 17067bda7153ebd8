import { api, LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { notifyRecordUpdateAvailable, updateRecord } from 'lightning/uiRecordApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import USER_ID from '@salesforce/user/Id';
import { bypasses } from 'c/handrailBypass';
import { failureOf, isAccessDenied, readErrors } from 'c/handrailErrors';
import { FIGURES, figuresIn, NO_FIGURES } from 'c/handrailFigures';
import { dayIn } from 'c/handrailGate';
import { askedOf, gateEvents } from 'c/handrailGateEvents';
import { format, labels } from 'c/handrailLabels';
import { objects, playbook } from 'c/handrailPlaybook';
import { typedSince } from 'c/handrailRecord';
import { recordPage } from 'c/handrailRecordPage';
import { placeMessages, withoutField } from 'c/handrailRows';
import { conflictsOf, conflictView } from './conflicts';
import { controlsOf } from './controls';
import { changedIn, keptText } from './entries';
import { evidenceOf, evidenceVariables } from './evidence';
import { dropEntries, keepEntries, reloadPage, takeEntries } from './keptEntries';
import { latest } from './latest';
import { viewOf } from './view';

const OBJECT = 'Opportunity';
const { stageField } = objects[OBJECT];

/** What ends this stage, what is open, fix it here, move on. */
export default class StageGate extends recordPage(LightningElement, OBJECT, 'StageName') {
    @api recordId;

    labels = labels;
    playbookText = format(labels.playbookVersion, playbook.name, playbook.version);
    figuresQuery = FIGURES;
    figuresVariables = evidenceVariables(OBJECT);
    figures = NO_FIGURES;
    /** @type {import('./conflicts').Conflict[]} saved by somebody else in fields with an entry, not decided yet */
    conflicts = [];
    /** @type {import('c/handrailPlaybook').RecordValues} entries not saved yet */
    draft = {};
    /** @type {import('c/handrailRows').Refusal | null} */
    refusal = null;
    /** Fields outside the playbook that a refused save named. */
    namedFields = [];
    accessDenied = false;
    saving = false;
    showsAfter = false;
    /** What the user opened or closed; a group nobody touched follows the situation. */
    opened = {};
    focusesSummary = false;
    latestView = latest();
    /** @type {import('c/handrailGateEvents').GateEvents | null} of the record that is shown */
    visit = null;

    @wire(graphql, { query: '$figuresQuery', variables: '$figuresVariables' })
    receiveFigures({ data }) {
        this.figures = data ? figuresIn(data) : this.figures;
    }

    /** @param {any} record */
    recordArrives(record) {
        this.conflicts = this.record ? conflictsOf(this.record, record, this.draft, this.conflicts) : [];
        this.draft = changedIn(this.draft, record);
    }

    connectedCallback() {
        this.draft = takeEntries(this.recordId);
    }

    renderedCallback() {
        if (this.focusesSummary) {
            this.focusesSummary = false;
            this.refs.summary?.focus();
        }
        this.noteShown();
    }

    get events() {
        if (this.visit?.recordId !== this.recordId) {
            this.visit = gateEvents(OBJECT, this.recordId);
        }
        return this.visit;
    }

    /** Where the record is, and where the gate leads. */
    get move() {
        const { stage, next } = this.view.gate;
        return { from: stage?.name, to: next?.name };
    }

    /** Only once the org has said what it enforces, and to somebody who may go on; what a save brings is noted after it. */
    noteShown() {
        if (playbook.gateEvents && !this.saving && this.isLoaded && this.enforced.size > 0 && !this.readOnly) {
            this.events.shown(this.move, this.view.held);
        }
    }

    get moreFields() {
        return this.namedFields;
    }

    get readOnly() {
        return this.accessDenied || this.objectInfo?.updateable === false;
    }

    /** Computed once for each state of the page, however often the template asks. */
    get view() {
        const now = new Date();
        const today = dayIn(now, TIME_ZONE);
        return this.latestView(
            [this.record, this.objectInfo, this.picklists, this.enforced, this.draft, this.refusal, this.readOnly, this.figures, today],
            () =>
                viewOf({
                    objectName: OBJECT,
                    record: this.record,
                    objectInfo: this.objectInfo,
                    picklists: this.picklists,
                    draft: this.draft,
                    refusal: this.refusal,
                    readOnly: this.readOnly,
                    isEnforced: this.isEnforced,
                    bypasses,
                    evidence: evidenceOf(this.figures),
                    timeZone: TIME_ZONE,
                    context: { today, now: now.toISOString(), userId: USER_ID }
                })
        );
    }

    get staleText() {
        return this.newerVersion ? format(labels.stale, this.newerVersion) : '';
    }

    get keptText() {
        return keptText(this.draft);
    }

    get conflict() {
        return conflictView(this.conflicts, { record: this.record, objectInfo: this.objectInfo, draft: this.draft }, new Date());
    }

    get controls() {
        return controlsOf(this.opened, this.refusal, this.showsAfter);
    }

    get offersOverride() {
        return this.view.passable.length > 0;
    }

    get cannotAdvance() {
        return this.saving || this.view.cannotAdvance;
    }

    get cannotSave() {
        return this.saving || Object.keys(this.draft).length === 0;
    }

    handleFieldChange(event) {
        const { name, value } = event.detail;
        this.draft = changedIn({ ...this.draft, [name]: value }, this.record);
        this.decided(name);
        this.refusal = this.refusal && withoutField(OBJECT, this.refusal, name);
    }

    handleFieldCommit() {
        if (!this.cannotSave) {
            this.handleSave();
        }
    }

    handleToggle(event) {
        const { group, open } = event.currentTarget.dataset;
        this.opened = { ...this.opened, [group]: open !== 'true' };
    }

    toggleAfter() {
        this.showsAfter = !this.showsAfter;
    }

    handleDiscard() {
        dropEntries(this.recordId);
        this.draft = {};
        this.conflicts = [];
        this.refusal = null;
        this.opened = {};
    }

    handleReload() {
        keepEntries(this.recordId, this.draft);
        reloadPage();
    }

    handleKeepMine(event) {
        this.decided(event.currentTarget.dataset.field);
    }

    handleTakeTheirs(event) {
        const { field } = event.currentTarget.dataset;
        this.draft = Object.fromEntries(Object.entries(this.draft).filter(([name]) => name !== field));
        this.decided(field);
    }

    /** @param {string} field */
    decided(field) {
        this.conflicts = this.conflicts.filter(({ name }) => name !== field);
    }

    handleSave() {
        return this.save({}, labels.saved);
    }

    handleAdvance() {
        const { move, next } = this.view.gate;
        return this.save(this.writable(move), format(labels.nowIn, next.name));
    }

    /** The forecast category goes along only where the user may write it. */
    writable(move) {
        return Object.fromEntries(Object.entries(move).filter(([name]) => this.objectInfo.fields[name]?.updateable !== false));
    }

    /**
     * Everything in one request, so that the rules see it together.
     * @param {import('c/handrailPlaybook').RecordValues} move
     * @param {string} success
     */
    async save(move, success) {
        const { events } = this;
        const tried = { from: this.move.from, to: move[stageField] };
        const asked = askedOf(this.view.gate.rows, bypasses);
        const sent = this.draft;
        this.saving = true;
        try {
            await updateRecord({ fields: { Id: this.recordId, ...sent, ...move } });
            this.draft = typedSince(this.draft, sent);
            this.conflicts = this.conflicts.filter(({ name }) => name in this.draft);
            this.refusal = null;
            dropEntries(this.recordId);
            this.opened = {};
            this.toast(success, 'success');
            if (tried.to) {
                events.passed(tried, asked);
            }
        } catch (error) {
            this.refuse(error);
            events.refused(tried, readErrors(error).map(({ code }) => code));
        } finally {
            this.saving = false;
        }
    }

    refuse(error) {
        const { rows } = this.view.gate;
        if (isAccessDenied(error)) {
            this.accessDenied = true;
            this.draft = {};
        }
        const failure = failureOf(error);
        if (failure === 'session') {
            keepEntries(this.recordId, this.draft);
        }
        this.refusal = { ...placeMessages(OBJECT, readErrors(error), rows, this.objectInfo), failure };
        this.opened = {};
        const named = this.refusal.lines.map(({ field }) => field).filter(Boolean);
        this.namedFields = [...new Set([...this.namedFields, ...named])];
        this.focusesSummary = true;
    }

    handleAskOverride() {
        this.refs.overrides.ask();
    }

    handleFormClose() {
        this.template.querySelector('[data-id="ask-override"]')?.focus();
    }

    handleGuidanceOpen(event) {
        this.events.guidance(this.move, event.detail.code);
    }

    handleSummaryLink(event) {
        event.preventDefault();
        const { row, field } = event.currentTarget.dataset;
        this.template.querySelector(`c-handrail-criterion[data-key="${row}"]`)?.focusField(field);
    }

    async handleRefresh() {
        await Promise.all([notifyRecordUpdateAvailable([{ recordId: this.recordId }]), this.refreshEnforcement?.()]);
    }

    handleCopyDetails() {
        return this.copy(JSON.stringify({ recordId: this.recordId, playbook: playbook.version, messages: readErrors(this.error) }, null, 2));
    }

    handleCopyMessages() {
        const text = (line) => [line.label, line.text].filter(Boolean).join(': ');
        return this.copy(this.refusal.lines.map(text).join('\n'));
    }

    async copy(text) {
        await navigator.clipboard.writeText(text);
        this.toast(labels.copied, 'success');
    }

    toast(title, variant) {
        this.dispatchEvent(new ShowToastEvent({ title, variant }));
    }
}
