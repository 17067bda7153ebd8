/** `lightning/platformShowToastEvent`; `preview-toasts` shows them. */
export const ShowToastEventName = 'lightning__showtoast';

export class ShowToastEvent extends CustomEvent {
    constructor(toast) {
        super(ShowToastEventName, { composed: true, cancelable: true, bubbles: true, detail: { mode: 'dismissible', variant: 'info', ...toast } });
    }
}
