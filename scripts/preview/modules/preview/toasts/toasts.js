import { LightningElement } from 'lwc';
import { ShowToastEventName } from 'lightning/platformShowToastEvent';

const ICONS = { success: 'utility:success', error: 'utility:error', warning: 'utility:warning', info: 'utility:info' };
const STAYS_MS = 5000;

/** The messages that components ask the page to show. */
export default class Toasts extends LightningElement {
    toasts = [];
    count = 0;

    connectedCallback() {
        this.listener = (event) => this.add(event.detail);
        window.addEventListener(ShowToastEventName, this.listener);
    }

    disconnectedCallback() {
        window.removeEventListener(ShowToastEventName, this.listener);
    }

    add({ title, message, variant, mode }) {
        this.count += 1;
        const key = this.count;
        this.toasts = [...this.toasts, { key, text: [title, message].filter(Boolean).join(' '), icon: ICONS[variant] ?? ICONS.info, className: `toast toast_${variant in ICONS ? variant : 'info'}` }];
        if (mode !== 'sticky') {
            setTimeout(() => this.remove(key), STAYS_MS);
        }
    }

    remove(key) {
        this.toasts = this.toasts.filter((toast) => toast.key !== key);
    }

    handleClose(event) {
        this.remove(Number(event.currentTarget.dataset.key));
    }
}
