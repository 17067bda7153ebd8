/** The base of dialogs: the runner has none. Closing is recorded, nothing is drawn around the body. */
import { LightningElement, api } from 'lwc';

export default class LightningModal extends LightningElement {
    static open = jest.fn().mockResolvedValue(undefined);

    @api disableClose = false;
    @api label = '';
    @api size = 'medium';
    @api close = jest.fn();
}
