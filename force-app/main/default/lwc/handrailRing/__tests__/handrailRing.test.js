import { createElement } from 'lwc';
import HandrailRing from 'c/handrailRing';

const STATES = ['open', 'willBeMet', 'met', 'shadow', 'refused', 'unseen'];

function draw(state) {
    const element = createElement('c-handrail-ring', { is: HandrailRing });
    element.state = state;
    document.body.appendChild(element);
    return element.shadowRoot.querySelector('svg');
}

afterEach(() => document.body.replaceChildren());

describe('c-handrail-ring', () => {
    it('has a word of its own for every state, so that colour is never alone', () => {
        const words = STATES.map((state) => draw(state).getAttribute('aria-label'));
        expect(words.every(Boolean)).toBe(true);
        expect(new Set(words).size).toBe(STATES.length);
    });

    it('has a shape of its own for every state of a gate', () => {
        const shapeOf = (svg) => [...svg.querySelectorAll('circle, path')].map((part) => `${part.tagName} ${part.getAttribute('class')}`).join();
        const shapes = ['open', 'willBeMet', 'met', 'shadow', 'refused'].map((state) => shapeOf(draw(state)));
        expect(new Set(shapes).size).toBe(5);
    });
});
