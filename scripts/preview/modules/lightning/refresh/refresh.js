/** `lightning/refresh`: one event that makes everything on the page read its data again. */
import { readAllAgain } from 'preview/records';

const NAME = 'lightning__refresh';
const handlers = new Map();
let last = 0;

export class RefreshEvent extends CustomEvent {
    constructor() {
        super(NAME, { composed: true, bubbles: true });
    }
}

/**
 * @param {object} _element
 * @param {() => Promise<boolean> | boolean} handler
 * @returns {number} to take it back with
 */
export function registerRefreshHandler(_element, handler) {
    last += 1;
    handlers.set(last, handler);
    return last;
}

/** @param {number} id */
export function unregisterRefreshHandler(id) {
    handlers.delete(id);
}

window.addEventListener(NAME, () => {
    readAllAgain();
    handlers.forEach((handler) => handler());
});
