import { api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import LightningModal from 'lightning/modal';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { FIGURES, figuresIn, NO_FIGURES } from 'c/handrailFigures';
import { format, labels } from 'c/handrailLabels';
import { objects, stageOf } from 'c/handrailPlaybook';
import { flatValues } from 'c/handrailRecord';
import { recordPage } from 'c/handrailRecordPage';
import { budgetText, lossesAt, lossVariables, OWN_LOSSES, ownLossesIn } from './losses';
import { calledIn, detailsOf, reasonsFor, shortDetail } from './reasons';
import { texts } from './texts';

const OBJECT = 'Opportunity';
const REASON = 'Handrail_Loss_Reason__c';
const DETAIL = 'Handrail_Loss_Detail__c';
/** Drawn here as tiles and a list; the rest of what losing asks for is drawn as it comes. */
const OWN = [REASON, DETAIL];

const LOST = objects[OBJECT].stages.find(({ closed, won }) => closed && !won);

/** Why a deal was lost, once, in the taxonomy of the playbook. */
export default class CloseLostDialog extends recordPage(LightningModal, OBJECT, 'StageName') {
    @api recordId;

    texts = texts;
    labels = labels;
    lostStage = LOST?.name ?? '';
    /** @type {import('c/handrailPlaybook').RecordValues} */
    draft = {};
    asksToLeave = false;
    figuresQuery = FIGURES;
    figures = NO_FIGURES;
    ownQuery = OWN_LOSSES;
    /** @type {Map<string, number> | null} */
    ownLosses = null;

    @wire(graphql, { query: '$figuresQuery', variables: '$figuresVariables' })
    receiveFigures({ data }) {
        this.figures = data ? figuresIn(data) : this.figures;
    }

    @wire(graphql, { query: '$ownQuery', variables: '$ownVariables' })
    receiveOwnLosses({ data }) {
        this.ownLosses = data ? ownLossesIn(data) : this.ownLosses;
    }

    /** A reason as the org calls it. */
    called = (reason) => calledIn(this.picklists, REASON, reason);

    get stageNow() {
        return this.record ? String(this.values.StageName ?? '') : '';
    }

    get figuresVariables() {
        return this.stageNow ? lossVariables(this.stageNow) : undefined;
    }

    get ownVariables() {
        const owner = this.record?.fields.OwnerId?.value;
        return owner ? { owner, stage: this.lostStage } : undefined;
    }

    get losses() {
        return lossesAt(this.figures, this.stageNow, this.chosen, this.called);
    }

    get budget() {
        return budgetText(this.ownLosses, this.chosen, this.called);
    }

    get moreFields() {
        return ['Name', 'OwnerId'];
    }

    get values() {
        return flatValues(this.record);
    }

    get reasons() {
        return reasonsFor(this.values);
    }

    /** What stands instead of the form. */
    get note() {
        if (stageOf(OBJECT, this.values.StageName)?.closed) {
            return format(texts.already, String(this.values.StageName));
        }
        if (this.objectInfo.updateable === false) {
            return texts.readOnly;
        }
        return this.reasons.length === 0 || !LOST ? texts.none : '';
    }

    get heading() {
        return String(this.values.Name ?? '');
    }

    get chosen() {
        return REASON in this.draft ? this.draft[REASON] : (this.values[REASON] ?? null);
    }

    get tiles() {
        return this.reasons.map(({ name, replacedBy }) => ({ name, label: this.called(name), note: replacedBy ? format(texts.deprecated, this.called(replacedBy)) : '', checked: name === this.chosen, className: name === this.chosen ? 'hr-tile hr-tile_chosen' : 'hr-tile' }));
    }

    get details() {
        return detailsOf(this.reasons, this.chosen, this.values[DETAIL]).map(({ value }) => ({ value, label: shortDetail(calledIn(this.picklists, DETAIL, value)) }));
    }

    get hasDetails() {
        return this.details.length > 0;
    }

    get detail() {
        const value = DETAIL in this.draft ? this.draft[DETAIL] : this.values[DETAIL];
        return this.details.some((each) => each.value === value) ? value : '';
    }

    get detailHint() {
        return format(texts.choices, this.details.length, this.called(String(this.chosen)));
    }

    get changes() {
        return { StageName: this.lostStage };
    }

    /** The criteria whose answer is a tile or the list under them. */
    get drawnHere() {
        return objects[OBJECT].criteria.filter(({ trigger, errorField }) => trigger.kind === 'enter' && trigger.value === this.lostStage && OWN.includes(errorField ?? '')).map(({ id }) => id);
    }

    get stageText() {
        return format(texts.doesStage, this.lostStage);
    }

    get hasEntries() {
        return Object.keys(this.draft).length > 0;
    }

    handleReason(event) {
        // What was said more precisely belongs to the reason before.
        this.refs.change.enter({ [REASON]: event.target.value, [DETAIL]: null });
    }

    handleDetail(event) {
        this.refs.change.enter({ [DETAIL]: event.detail.value || null });
    }

    handleEntries(event) {
        this.draft = event.detail.draft;
        // Escape and the cross would drop what is typed without a word.
        this.disableClose = this.hasEntries;
    }

    handleKeyDown(event) {
        if (event.key === 'Escape' && this.hasEntries && !this.asksToLeave) {
            event.stopPropagation();
            this.asksToLeave = true;
        }
    }

    handleCancel() {
        this.leave();
    }

    handleStay() {
        this.asksToLeave = false;
    }

    handleSaved() {
        this.dispatchEvent(new ShowToastEvent({ title: format(texts.saved, this.lostStage), variant: 'success' }));
        this.leave('saved');
    }

    /** @param {string} [result] */
    leave(result) {
        this.disableClose = false;
        this.close(result);
    }
}
