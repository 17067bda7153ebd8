import { failureOf, firstMessage, isAccessDenied, readErrors, withoutCode } from 'c/handrailErrors';

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
        ['a plain error', new Error('No such adapter'), 'No such adapter']
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

describe('a request that nobody decided on', () => {
    it.each([
        ['a connection that broke', { status: 0, body: { message: 'The org does not answer: Failed to fetch' } }],
        ['what Chrome says of it', new TypeError('Failed to fetch')],
        ['what Firefox says of it', new TypeError('NetworkError when attempting to fetch resource.')],
        ['a read over GraphQL', [{ message: 'The org does not answer: Failed to fetch' }]],
        ['the page of a proxy', { status: 502, body: { message: '<html><body>Bad Gateway</body></html>' } }],
        ['nothing at all', { status: 504 }]
    ])('says so in words of its own: %s', (_name, error) => {
        expect(failureOf(error)).toBe('unanswered');
        expect(readErrors(error)).toEqual([{ text: 'c.handrailNoAnswer', code: null, field: null, fieldLabel: null }]);
    });

    it.each([
        ['a save', { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] }],
        ['a read over GraphQL', [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }]]
    ])('tells the end of the session from it: %s', (_name, error) => {
        expect(failureOf(error)).toBe('session');
        expect(firstMessage(error)).toBe('c.handrailSessionOver');
    });

    it('is none that Salesforce answered, with a refusal or with an error of its own', () => {
        const broken = { status: 500, body: [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error occurred. Include this ErrorId: 12-34' }] };
        expect([failureOf(refused), failureOf(broken), failureOf(undefined)]).toEqual([null, null, null]);
        expect(firstMessage(broken)).toBe('An unexpected error occurred. Include this ErrorId: 12-34');
    });
});

describe('isAccessDenied', () => {
    it('knows a record that may not be changed', () => {
        expect(isAccessDenied({ body: { output: { errors: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: '' }] } } })).toBe(true);
        expect(isAccessDenied({ body: [{ errorCode: 'ENTITY_IS_LOCKED', message: '' }] })).toBe(true);
        expect(isAccessDenied(refused)).toBe(false);
        // A contact or an owner out of reach says nothing about the record itself.
        expect(isAccessDenied({ body: { output: { errors: [{ errorCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', message: '' }] } } })).toBe(false);
        expect(isAccessDenied(undefined)).toBe(false);
    });
});
