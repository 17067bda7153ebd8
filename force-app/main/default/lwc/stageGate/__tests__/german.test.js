/** The card for a user whose language the playbook is translated to. What is not the playbook's is the org's to translate. */
import { updateRecord } from 'lightning/uiRecordApi';
import { registerSa11yMatcher } from '@sa11y/jest';
import { handoffs, milestones, objects, playbook } from 'c/handrailPlaybook';
import { drawAnswered, drawDeal, press, rows, textOf } from 'test/stageGate/card';
import { TODAY } from 'test/stageGate/deal';

// A region without texts of its own.
jest.mock('@salesforce/i18n/lang', () => ({ __esModule: true, default: 'de-AT' }), { virtual: true });

registerSa11yMatcher();

beforeEach(() => {
    jest.useFakeTimers({ now: new Date(`${TODAY}T20:00:00Z`), doNotFake: ['queueMicrotask', 'nextTick', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'requestAnimationFrame'] });
    updateRecord.mockReset().mockResolvedValue({});
});

afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
});

it('says in German what is open, why it matters and what the buyer does', async () => {
    const element = await drawDeal();
    expect(textOf(element, 'buyer-action')).toContain('Bestätigt, dass das Problem dieses Jahr eine Lösung wert ist');
    const [buyer] = rows(element);
    expect([buyer.key, buyer.label, buyer.decision]).toEqual(['OPP-QUAL-01', 'Wirtschaftlicher Entscheider benannt', 'Wer kann unterschreiben, und haben wir einen Weg zu dieser Person?']);
    expect(JSON.stringify(buyer)).toContain('Wer kann das Geld freigeben? Diese Person in Wirtschaftlicher Entscheider auswählen.');
    expect(JSON.stringify(rows(element))).not.toContain('[OPP-');
    expect(textOf(element, 'reason')).toContain('Wirtschaftlicher Entscheider benannt, Nächster Schritt liegt in der Zukunft');
    await expect(element).toBeAccessible();
});

it('finds the row of a refusal in German by its code', async () => {
    updateRecord.mockRejectedValue({ status: 400, body: { output: { errors: [], fieldErrors: { NextStep: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', field: 'NextStep', message: '[OPP-QUAL-02] Was geschieht als Nächstes, und wann?' }] } } } });
    const element = await drawAnswered();
    await press(element, 'advance');
    const row = rows(element).find(({ key }) => key === 'OPP-QUAL-02');
    expect(row.state).toBe('refused');
    expect(row.fields.find(({ name }) => name === 'NextStep').message).toBe('Was geschieht als Nächstes, und wann?');
});

it('is the same for everything else that people read, while names and ids stay', () => {
    expect(handoffs.find(({ id }) => id === 'H-WON')).toMatchObject({ label: 'Kunde an Customer Success', type: 'Sales to Customer Success' });
    expect(milestones.map(({ name }) => name)).toEqual(['Von Customer Success angenommen', 'Kickoff', 'Produktivstart', 'Erster Nutzen', 'Prüfung der Nutzung']);
    expect(playbook.serviceLevels.find(({ id }) => id === 'S2').label).toBe('Erste Antwort');
    expect(playbook.escalation[1]).toMatchObject({ overdue: '200 % des Ziels', to: 'deren vorgesetzte Person', share: 2 });
    expect(playbook.override.approver).toContain('vorgesetzte Person');
    expect(objects.Opportunity.stages.map(({ name }) => name)).toContain('Needs Analysis');
});
