import { firstMessage, isAccessDenied, readErrors, withoutCode } from 'c/handrailErrors';

const refused = {
    status: 400,
    body: {
        message: 'An error occurred while trying to update the record.',
        output: {
            errors: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Discounts need Deal Desk.' }],
            fieldErrors: {
                NextStep: [{ field: 'NextStep', fieldLabel: 'Next Step', message: '[OPP-QUAL-02] What happens next?' }],
                Contract_Type__c: [{ fieldLabel: 'Contract Type', message: 'Complete this field.' }]
            }
        }
    }
};

describe('readErrors', () => {
    it('finds every message of a refused save, its field and its code', () => {
        expect(readErrors(refused)).toEqual([
            { text: 'What happens next?', code: 'OPP-QUAL-02', field: 'NextStep', fieldLabel: 'Next Step' },
            { text: 'Complete this field.', code: null, field: 'Contract_Type__c', fieldLabel: 'Contract Type' },
            { text: 'Discounts need Deal Desk.', code: null, field: null, fieldLabel: null }
        ]);
    });

    it.each([
        ['page errors', { body: { pageErrors: [{ message: 'Locked' }] } }, 'Locked'],
        ['a list of REST errors', { body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'Request limit exceeded' }] }, 'Request limit exceeded'],
        ['a body with a message', { body: { message: 'Not found' } }, 'Not found'],
        ['GraphQL errors', { errors: [{ message: 'No such field' }] }, 'No such field'],
        ['a plain error', new Error('Failed to fetch'), 'Failed to fetch'],
        ['nothing we know', { status: 502 }, 'no details']
    ])('reads %s', (_name, error, text) => {
        expect(firstMessage(error)).toBe(text);
    });

    it('takes the field that a REST error names', () => {
        const error = { body: [{ message: '[OPP-WON-01] Who receives the invoice?', fields: ['Handrail_Billing_Contact__c'] }] };
        expect(readErrors(error)[0]).toMatchObject({ code: 'OPP-WON-01', field: 'Handrail_Billing_Contact__c' });
    });

    it('says the same thing once', () => {
        expect(readErrors({ body: { output: { errors: [{ message: 'A' }, { message: 'A' }] } } })).toHaveLength(1);
    });

    it('takes only a playbook code for a code', () => {
        expect(withoutCode('[OPP-QUAL-02] Text')).toBe('Text');
        expect(withoutCode('[draft] Text')).toBe('[draft] Text');
    });
});

describe('isAccessDenied', () => {
    it('knows a record that may not be changed', () => {
        expect(isAccessDenied({ body: { output: { errors: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: '' }] } } })).toBe(true);
        expect(isAccessDenied({ body: [{ errorCode: 'ENTITY_IS_LOCKED', message: '' }] })).toBe(true);
        expect(isAccessDenied(refused)).toBe(false);
        expect(isAccessDenied(undefined)).toBe(false);
    });
});
