import { createElement } from 'lwc';
import { registerSa11yMatcher } from '@sa11y/jest';
import { answerFigures } from 'test/figures';
import { settle } from 'test/page';
import HandrailHandoffMeasures from 'c/handrailHandoffMeasures';

registerSa11yMatcher();

afterEach(() => document.body.replaceChildren());

async function draw(results) {
    const element = createElement('c-handrail-handoff-measures', { is: HandrailHandoffMeasures });
    Object.assign(element, { senderName: 'Maya Lindqvist', senderUsername: 'maya@example.com' });
    document.body.append(element);
    await settle();
    answerFigures(results);
    await settle();
    return element;
}

const cells = (element) => [...element.shadowRoot.querySelectorAll('tbody tr')].map((row) => [row.dataset.metric, ...[...row.querySelectorAll('td')].map(({ textContent }) => textContent)]);

it('shows the sender beside everybody; a missing number is a word, not a zero', async () => {
    const element = await draw([
        { metric: 'handoff_completeness', value: 0.79 },
        { metric: 'handoff_completeness', slice: 'owner=Maya Lindqvist', value: 0.861 },
        { metric: 'handoff_answered', value: 0 },
        { metric: 'handoff_answered', slice: 'owner=Maya Lindqvist', state: 'low_n', value: null, numerator: 1, denominator: 2 }
    ]);
    expect(cells(element)).toEqual([
        ['handoff_completeness', '86%', '79%'],
        ['handoff_answered', '–c.handrailNoValue', '0%']
    ]);
    await expect(element).toBeAccessible();
});

it('finds a sender whose name two people have', async () => {
    const element = await draw([{ metric: 'kickoff_on_time', slice: 'owner=Maya Lindqvist (maya@example.com)', value: 0.5 }]);
    expect(cells(element)).toEqual([['kickoff_on_time', '50%', '–c.handrailNoValue']]);
});

it('is not there before the first sync', async () => {
    const element = await draw([]);
    expect(element.shadowRoot.childElementCount).toBe(0);
});
