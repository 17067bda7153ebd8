import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import HandrailClockRing from 'c/handrailClockRing';

registerSa11yMatcher();

async function draw(properties) {
    const element = createElement('c-handrail-clock-ring', { is: HandrailClockRing });
    Object.assign(element, { text: '2:14', caption: 'left of 5:00', label: '2:14 left of 5:00', ...properties });
    document.body.appendChild(element);
    await Promise.resolve();
    return element.shadowRoot;
}

const CIRCUMFERENCE = 2 * Math.PI * 42;
const drawnShare = (root) => Number(root.querySelector('.hr-arc').getAttribute('stroke-dasharray').split(' ')[0]) / CIRCUMFERENCE;

afterEach(() => document.body.replaceChildren());

it.each([
    ['half', 0.5, 0.5],
    ['nothing', 0, 0],
    ['all', 1, 1],
    ['more than all, which is all', 1.2, 1],
    ['less than nothing, which is nothing', -3, 0],
    ['no number, which is nothing', NaN, 0]
])('draws %s', async (_name, share, drawn) => {
    expect(drawnShare(await draw({ share }))).toBeCloseTo(drawn, 2);
});

it.each([
    ['blue', null],
    ['amber', null],
    ['red', '.hr-octagon'],
    ['green', '.hr-check']
])('%s is told by its words, and where it decides by a shape', async (tone, shape) => {
    const root = await draw({ tone, share: 0.4 });
    expect(root.querySelector('[role="img"]').getAttribute('aria-label')).toBe('2:14 left of 5:00');
    expect(root.querySelector('path')?.getAttribute('class') ?? null).toBe(shape && shape.slice(1));
    await expect(root.host).toBeAccessible();
});
