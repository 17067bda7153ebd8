import { api, LightningElement } from 'lwc';
import TITLE from '@salesforce/label/c.handrailLostTitle';
import CloseLostDialog from 'c/closeLostDialog';

/** The action *Mark as Closed Lost* of a deal: asks why in a dialog. */
export default class CloseLost extends LightningElement {
    @api recordId;

    @api
    async invoke() {
        await CloseLostDialog.open({ size: 'medium', label: TITLE, recordId: this.recordId });
    }
}
