import { LightningElement, api } from 'lwc';
import { format, labels } from 'c/handrailLabels';

const LISTENED = ['pointerdown', 'focusin', 'click', 'focusout'];

/**
 * One field of a record as an input of its type. Tells its owner with `fieldchange` (`{ name, value }`, raw values,
 * null for blank) and `fieldcommit` when Enter was pressed in a single line.
 */
export default class HandrailField extends LightningElement {
    labels = labels;
    shownMessage = '';
    isPressed = false;

    /** @type {import('c/handrailRecord').FieldModel} */
    @api field;

    /** Puts the focus into the input. */
    @api
    focus() {
        this.control?.focus();
    }

    get control() {
        return this.refs?.control;
    }

    get isInput() {
        return this.field.kind === 'text' || this.field.kind === 'number' || this.field.kind === 'date';
    }

    get isCheckbox() {
        return this.field.kind === 'checkbox';
    }

    get isLongText() {
        return this.field.kind === 'longText';
    }

    get isChoice() {
        return this.field.kind === 'choice';
    }

    get isChoices() {
        return this.field.kind === 'choices';
    }

    get isLookup() {
        return this.field.kind === 'lookup';
    }

    get value() {
        return this.field.value ?? '';
    }

    get checked() {
        return Boolean(this.field.value);
    }

    get chosen() {
        return this.field.value ? String(this.field.value).split(';') : [];
    }

    get options() {
        return this.field.value ? [{ label: labels.none, value: '' }, ...this.field.options] : this.field.options;
    }

    get placeholder() {
        return format(labels.choose, this.field.label);
    }

    connectedCallback() {
        for (const name of LISTENED) {
            this.addEventListener(name, this.keepInView);
        }
    }

    disconnectedCallback() {
        for (const name of LISTENED) {
            this.removeEventListener(name, this.keepInView);
        }
    }

    /**
     * Focus brings the field above a footer that sticks to the bottom; see the scroll margins in the style sheet. Not
     * between pressing and releasing, though: the page would move away under the pointer, and the click be lost.
     */
    keepInView = ({ type }) => {
        this.isPressed = type === 'pointerdown' || (type === 'focusin' && this.isPressed);
        if (!this.isPressed && type !== 'focusout') {
            this.template.host.scrollIntoView?.({ block: 'nearest' });
        }
    };

    renderedCallback() {
        const { message } = this.field;
        // Silent until the server has spoken: a blank field is no mistake before the save.
        if (this.control?.setCustomValidity && message !== this.shownMessage) {
            this.shownMessage = message;
            this.control.setCustomValidity(message);
            this.control.reportValidity();
        }
    }

    handleChange(event) {
        event.stopPropagation();
        this.announce(event.detail.value);
    }

    handleCheck(event) {
        event.stopPropagation();
        this.announce(event.detail.checked);
    }

    handleChoices(event) {
        event.stopPropagation();
        this.announce(event.detail.value.join(';'));
    }

    handleKeyDown(event) {
        if (event.key === 'Enter') {
            // A date is read when its input is left.
            this.control.blur();
            this.dispatchEvent(new CustomEvent('fieldcommit', { bubbles: true, composed: true }));
        }
    }

    announce(entered) {
        const value = entered === '' || entered === undefined || entered === null ? null : this.typed(entered);
        this.dispatchEvent(new CustomEvent('fieldchange', { detail: { name: this.field.name, value }, bubbles: true, composed: true }));
    }

    typed(entered) {
        return this.field.kind === 'number' && entered !== null ? Number(entered) : entered;
    }
}
