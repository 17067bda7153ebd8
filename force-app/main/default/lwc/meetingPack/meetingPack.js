import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { CurrentPageReference, NavigationMixin } from 'lightning/navigation';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { updateRecord } from 'lightning/uiRecordApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import USER_ID from '@salesforce/user/Id';
import DecisionDialog from 'c/decisionDialog';
import { cadences } from 'c/handrailDictionary';
import { firstMessage } from 'c/handrailErrors';
import { format } from 'c/handrailLabels';
import { METRICS, resultsIn, texts } from 'c/handrailNumbers';
import { remembered } from 'c/handrailRemembered';
import { askAgain } from 'c/handrailReread';
import { dayText, todayIs } from 'c/handrailText';
import { absenceOf, headOf } from './head';
import { DAYS, daysIn, PACK, packIn } from './queries';
import { dayChoices, eyebrowOf, tilesOf, viewOf } from './view';
import { words } from './words';

const OBJECT = 'Handrail_Pack__c';

/** The pack of a meeting: what to decide, what changed, what is blocked and unowned, and the agenda. */
export default class MeetingPack extends NavigationMixin(LightningElement) {
    texts = texts;
    words = words;
    daysQuery = DAYS;
    page;
    meetingName = '';
    day = '';
    days;
    stored;
    errors;
    objectInfo;
    results = [];
    isSaving = false;
    rereads = new Map();
    /** Undefined for a moment while the pack is asked for again. @type {boolean | undefined} */
    asksPack = true;
    /** The number that somebody asked about, until it was read. */
    asked = null;
    viewOf = remembered(viewOf);

    @wire(CurrentPageReference)
    receivePage(page) {
        this.page = page;
        this.choose({ meeting: page?.state?.c__meeting ?? '', day: page?.state?.c__day ?? '' });
    }

    @wire(getObjectInfo, { objectApiName: OBJECT })
    receiveObjectInfo({ data }) {
        this.objectInfo = data ?? this.objectInfo;
    }

    @wire(graphql, { query: '$daysQuery', variables: '$dayVariables' })
    receiveDays({ data, errors, refresh }) {
        this.rereads.set('days', refresh);
        this.errors = errors ?? this.errors;
        if (data) {
            this.errors = undefined;
            this.days = daysIn(data);
        }
    }

    @wire(graphql, { query: '$packQuery', variables: '$packVariables' })
    receivePack({ data, errors, refresh }) {
        this.rereads.set('pack', refresh);
        this.errors = errors ?? this.errors;
        const stored = data ? packIn(data) : null;
        if (stored?.id === this.chosen?.id) {
            this.stored = stored;
        }
    }

    @wire(graphql, { query: '$metricsQuery', variables: '$metricVariables' })
    receiveMetrics({ data, errors }) {
        if (!this.asked || !(data || errors)) {
            return;
        }
        const { opener, metric, slice } = this.asked;
        this.asked = null;
        this.results = data ? resultsIn(data).results : [];
        const result = this.results.find((each) => each.metric === metric && each.sliceText === slice && each.series === 'now') ?? null;
        this.refs.detail?.ask(opener, { metric, result });
    }

    get meeting() {
        return cadences.find(({ pack }) => pack === this.meetingName) ?? cadences[0];
    }

    get dayVariables() {
        return { meeting: this.meeting?.pack ?? '' };
    }

    get chosen() {
        return this.days?.find(({ day }) => day === this.day) ?? this.days?.[0] ?? null;
    }

    get packQuery() {
        return this.chosen && this.asksPack ? PACK : undefined;
    }

    get packVariables() {
        return { pack: this.chosen?.id };
    }

    get metricsQuery() {
        return this.asked && !this.asked.isEarlier ? METRICS : undefined;
    }

    get metricVariables() {
        return { metrics: [this.asked?.metric ?? ''], after: null };
    }

    get isReady() {
        return Boolean(this.stored?.contents) && this.stored.id === this.chosen?.id;
    }

    get isLoading() {
        return !this.isReady && this.absence.state === 'loading';
    }

    /** Why there is no pack; read only while there is none. */
    get absence() {
        return absenceOf({ title: this.meetingTitle, errors: this.errors, isEmpty: this.days?.length === 0, isUnreadable: Boolean(this.stored) && this.stored.id === this.chosen?.id && !this.stored.contents });
    }

    get meetingTitle() {
        return this.meeting?.meeting ?? words.title;
    }

    get title() {
        return this.isReady ? format(words.titleOf, this.stored.contents.meeting, dayText(this.chosen.day)) : this.meetingTitle;
    }

    get eyebrow() {
        return this.isReady ? eyebrowOf(this.stored.contents) : this.meeting ? eyebrowOf(this.meeting) : '';
    }

    get meetings() {
        return cadences.map(({ pack, meeting }) => ({ value: pack, label: meeting, isChosen: pack === this.meeting?.pack }));
    }

    get dayChoices() {
        return dayChoices(this.days ?? [], this.chosen, todayIs());
    }

    get hasDays() {
        return this.dayChoices.length > 0;
    }

    get isEarlier() {
        return Boolean(this.chosen) && this.chosen.id !== this.days[0].id;
    }

    get head() {
        return this.isReady ? headOf(this.stored, this.isEarlier) : {};
    }

    /** Worked out once for each pack. */
    get view() {
        return this.viewOf(this.stored.contents);
    }

    get tiles() {
        return tilesOf(this.stored, this.view.places);
    }

    get first() {
        return this.stored.contents.first.map((text, index) => ({ key: String(index), text }));
    }

    get hasFirst() {
        return this.first.length > 0;
    }

    get firstTitle() {
        return this.hasFirst ? words.first : words.nothingFirst;
    }

    get agendaText() {
        return format(words.agendaText, this.stored.contents.minutes);
    }

    get mayMark() {
        const may = (name) => this.objectInfo?.fields?.[name]?.updateable === true;
        return this.isReady && !this.head.reviewed && this.objectInfo?.updateable === true && may('Reviewed_By__c') && may('Reviewed_At__c');
    }

    choose({ meeting, day }) {
        const before = this.meeting?.pack;
        this.meetingName = meeting;
        this.day = day;
        this.errors = undefined;
        if (this.meeting?.pack !== before) {
            this.days = undefined;
        }
    }

    /** The choice stands in the address: a link to this page shows it again. */
    show(choice) {
        this.refs.detail?.close();
        this.choose(choice);
        if (this.page?.type) {
            this[NavigationMixin.Navigate]({ ...this.page, state: { ...this.page.state, c__meeting: choice.meeting || undefined, c__day: choice.day || undefined } }, true);
        }
    }

    handleMeeting(event) {
        this.show({ meeting: event.detail.value, day: '' });
    }

    handleDay(event) {
        const isLatest = event.detail.value === this.days[0]?.day;
        this.show({ meeting: this.meetingName, day: isLatest ? '' : event.detail.value });
    }

    handleCurrent() {
        this.show({ meeting: this.meetingName, day: '' });
    }

    /** A number is explained where it stands; one of an earlier pack by its definition, since its records are those of today. */
    handleAsk(event) {
        const { opener, metric, slice } = event.detail;
        const known = this.results.find((each) => each.metric === metric && each.sliceText === slice && each.series === 'now');
        if (this.isEarlier || known) {
            this.refs.detail.ask(opener, { metric, result: this.isEarlier ? null : known });
            return;
        }
        this.asked = { opener, metric, slice };
    }

    handleJump(event) {
        const { target } = event.currentTarget.dataset;
        const heading = this.template.querySelector(`[data-heading="${target}"]`);
        heading?.focus();
        heading?.scrollIntoView({ block: 'start' });
    }

    handleTile(event) {
        const { tab } = event.currentTarget.dataset;
        if (tab) {
            this[NavigationMixin.Navigate]({ type: 'standard__navItemPage', attributes: { apiName: tab } });
        } else {
            this.handleJump(event);
        }
    }

    async handleReviewed() {
        this.isSaving = true;
        try {
            await updateRecord({ fields: { Id: this.stored.id, Reviewed_By__c: USER_ID, Reviewed_At__c: new Date().toISOString() } });
            this.dispatchEvent(new ShowToastEvent({ title: words.marked, variant: 'success' }));
            // It is marked, also where it cannot be read again.
            await Promise.resolve(this.rereads.get('pack')?.()).catch(() => undefined);
        } catch (error) {
            this.dispatchEvent(new ShowToastEvent({ title: words.notMarked, message: firstMessage(error), variant: 'error' }));
        } finally {
            this.isSaving = false;
        }
    }

    async handleRecord() {
        const result = await DecisionDialog.open({ size: 'small', label: words.record, meeting: this.meeting.pack });
        if (result === 'saved') {
            this.dispatchEvent(new ShowToastEvent({ title: words.recorded, variant: 'success' }));
        }
    }

    handleRetry() {
        this.errors = undefined;
        askAgain(this, 'daysQuery', this.rereads.get('days'));
        askAgain(this, 'asksPack', this.rereads.get('pack'));
    }
}
