import { wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { playbook } from 'c/handrailPlaybook';
import { requestedFields } from 'c/handrailRecord';
import { enforcedIn, ENFORCEMENT, enforcementOf, newerVersionIn } from 'c/handrailRows';

/**
 * What a component has of it.
 * @typedef {object} RecordPage
 * @property {any} record UI API record; undefined while loading
 * @property {any} objectInfo
 * @property {any} picklists `picklistFieldValues`; without them inputs offer no choice, and everything else can be saved
 * @property {any} error
 * @property {Map<string, boolean>} enforced by record name of the criterion
 * @property {string} newerVersion of the playbook in the org, when it is newer than the one of this page
 * @property {undefined | (() => Promise<unknown>)} refreshEnforcement
 * @property {boolean} isLoaded
 * @property {boolean} isFailed
 * @property {(criterion: import('c/handrailPlaybook').Criterion) => boolean} isEnforced
 * @property {() => Promise<void>} readAgain
 */

/**
 * A mixin, since a modal and a card have different base classes: what a component about one record of a gated object reads.
 * The record with everything the playbook asks about, its object and picklists, and which criteria the org enforces.
 * The component itself declares `@api recordId`; with a getter `moreFields` it names fields that it reads besides.
 * With a method `recordArrives` it is told what the record is about to become.
 * @template {new (...args: any[]) => any} B
 * @param {B} Base
 * @param {string} objectName
 * @param {string} stageField read always, so that a record without any readable field of the playbook is still one
 * @returns {B & (new (...args: any[]) => RecordPage)}
 */
export const recordPage = (Base, objectName, stageField) =>
    class extends Base {
        /** Undefined for a moment while everything is read again. */
        objectName = objectName;
        stageFields = [`${objectName}.${stageField}`];
        enforcementQuery = ENFORCEMENT;

        record;
        objectInfo;
        picklists;
        error;
        enforced = new Map();
        newerVersion = '';
        refreshEnforcement;

        @wire(getObjectInfo, { objectApiName: '$objectName' })
        receiveObjectInfo({ data, error }) {
            this.objectInfo = data ?? this.objectInfo;
            this.error = error ?? this.error;
        }

        @wire(getRecord, { recordId: '$wiredRecordId', fields: '$stageFields', optionalFields: '$optionalFields' })
        receiveRecord({ data, error }) {
            if (data) {
                this.recordArrives?.(data);
                this.record = data;
                this.error = undefined;
            }
            this.error = error ?? this.error;
        }

        @wire(getPicklistValuesByRecordType, { objectApiName: '$objectName', recordTypeId: '$recordTypeId' })
        receivePicklists({ data }) {
            this.picklists = data?.picklistFieldValues ?? this.picklists;
        }

        @wire(graphql, { query: '$enforcementQuery' })
        receiveEnforcement({ data, refresh }) {
            this.enforced = data ? enforcedIn(data) : this.enforced;
            this.newerVersion = data ? newerVersionIn(data, playbook.version) : this.newerVersion;
            this.refreshEnforcement = refresh;
        }

        get wiredRecordId() {
            return this.objectName && this.objectInfo ? this.recordId : undefined;
        }

        get optionalFields() {
            return this.objectInfo ? [...requestedFields(objectName, this.objectInfo), ...(this.moreFields ?? []).map((name) => `${objectName}.${name}`)] : undefined;
        }

        get recordTypeId() {
            return this.record ? (this.record.recordTypeId ?? this.objectInfo?.defaultRecordTypeId) : undefined;
        }

        get isLoaded() {
            return Boolean(this.record && this.objectInfo);
        }

        get isFailed() {
            return !this.isLoaded && Boolean(this.error);
        }

        get isEnforced() {
            return enforcementOf(this.enforced);
        }

        /** Reads everything again: a wire that failed runs again when its parameters change. */
        async readAgain() {
            this.error = undefined;
            this.objectName = undefined;
            await Promise.resolve();
            this.objectName = objectName;
        }
    };
