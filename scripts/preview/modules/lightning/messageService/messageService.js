/**
 * `lightning/messageService`: messages between components that do not know each other. There is one page here and all of it is active, so that
 * both scopes hear the same.
 */
import { frozen } from 'preview/api';

export const APPLICATION_SCOPE = Symbol('APPLICATION_SCOPE');

/** Subscriptions of each context that lives, in the order they were made. @type {Map<object, Set<{ channel: string, listener: (message: any) => void }>>} */
const contexts = new Map();

/** For a module that is no component; a component gets its own from `@wire(MessageContext)`. */
export function createMessageContext() {
    const context = Object.freeze({});
    contexts.set(context, new Set());
    return context;
}

/** Ends what was subscribed with it. @param {object} context */
export function releaseMessageContext(context) {
    // Also for a message that is on its way.
    contexts.get(context)?.clear();
    contexts.delete(context);
}

export class MessageContext {
    constructor(emit) {
        this.emit = emit;
    }

    connect() {
        this.context = createMessageContext();
        this.emit(this.context);
    }

    update() {}

    /** A component that leaves the page hears nothing more, whether it has unsubscribed or not. */
    disconnect() {
        releaseMessageContext(this.context);
    }
}

/**
 * @param {object} context
 * @param {{ messageChannel: string }} channel imported from `@salesforce/messageChannel`
 * @param {object} [message] without functions and symbols; every subscriber gets a copy that cannot be changed
 */
export function publish(context, channel, message) {
    subscriptionsOf(context, 'publish');
    const name = nameOf(channel, 'publish');
    const copy = frozen(copyOf(message));
    for (const subscriptions of [...contexts.values()]) {
        for (const subscription of [...subscriptions]) {
            // A listener before this one may have ended it.
            if (subscription.channel === name && subscriptions.has(subscription)) {
                tell(subscription, copy);
            }
        }
    }
}

/**
 * @param {object} context
 * @param {{ messageChannel: string }} channel
 * @param {(message: any) => void} listener
 * @param {{ scope?: symbol }} [options]
 * @returns {object} to unsubscribe with
 */
export function subscribe(context, channel, listener, { scope } = {}) {
    const subscriptions = subscriptionsOf(context, 'subscribe');
    if (scope !== undefined && scope !== APPLICATION_SCOPE) {
        throw new Error('subscribe: the scope is APPLICATION_SCOPE or left out.');
    }
    if (typeof listener !== 'function') {
        throw new Error('subscribe: the listener must be a function.');
    }
    const subscription = Object.freeze({ channel: nameOf(channel, 'subscribe'), listener });
    subscriptions.add(subscription);
    return subscription;
}

/** @param {object} subscription as `subscribe` gave it; one that has ended, or null, is left alone */
export function unsubscribe(subscription) {
    contexts.forEach((subscriptions) => subscriptions.delete(subscription));
}

function subscriptionsOf(context, what) {
    const subscriptions = contexts.get(context);
    if (!subscriptions) {
        throw new Error(`${what}: the message context is not there yet, or was released. @wire(MessageContext) gives it when the component stands on the page.`);
    }
    return subscriptions;
}

function nameOf(channel, what) {
    if (typeof channel?.messageChannel !== 'string') {
        throw new Error(`${what}: the channel must be imported from @salesforce/messageChannel.`);
    }
    return channel.messageChannel;
}

/** The error of one subscriber keeps the message from no other. */
function tell({ listener }, message) {
    try {
        listener(message);
    } catch (error) {
        window.reportError(error);
    }
}

function copyOf(message) {
    const text = JSON.stringify(message, (key, value) => {
        if (typeof value === 'function' || typeof value === 'symbol') {
            throw new TypeError(`publish: a message holds no functions and no symbols (${key}).`);
        }
        return value;
    });
    return text === undefined ? undefined : JSON.parse(text);
}
