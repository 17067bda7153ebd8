import { objects } from 'c/handrailPlaybook';
import { displayText, fieldModel, flatValues, requestedFields } from 'c/handrailRecord';

const info = (dataType, more = {}) => ({ label: 'Field', dataType, updateable: true, length: 0, scale: 0, relationshipName: null, referenceToInfos: [], ...more });
const OBJECT_INFO = {
    fields: {
        StageName: info('Picklist'),
        AccountId: info('Reference', { relationshipName: 'Account', referenceToInfos: [{ apiName: 'Account' }] }),
        Discount__c: info('Percent', { scale: 2 }),
        Amount: info('Currency', { scale: 2 }),
        On__c: info('Date'),
        Note__c: info('TextArea', { length: 255 }),
        Counted__c: info('Double', { updateable: false })
    }
};
const RECORD = {
    fields: {
        StageName: { value: 'Qualification', displayValue: 'Qualifying' },
        AccountId: { value: '001A', displayValue: null },
        Account: { value: { fields: { Name: { value: 'Aldermoor' } } }, displayValue: 'Aldermoor' },
        Discount__c: { value: 12.5, displayValue: null },
        Amount: { value: 184000, displayValue: null },
        On__c: { value: '2026-11-13', displayValue: null },
        Note__c: { value: null, displayValue: null }
    }
};
const model = (name, draft = {}) => fieldModel(name, { record: RECORD, objectInfo: OBJECT_INFO, picklists: undefined, draft }, true, '');

describe('values', () => {
    it('are flat, without the records behind lookups', () => {
        expect(flatValues(RECORD)).toEqual({ StageName: 'Qualification', AccountId: '001A', Discount__c: 12.5, Amount: 184000, On__c: '2026-11-13', Note__c: null, 'Account.Name': 'Aldermoor' });
    });

    it.each([
        ['StageName', 'Qualifying'],
        ['AccountId', 'Aldermoor'],
        ['Discount__c', '12.5%'],
        ['Amount', '$184,000'],
        ['On__c', 'Nov 13, 2026'],
        ['Note__c', ''],
        ['Missing__c', '']
    ])('%s reads %j', (name, text) => {
        expect(displayText(RECORD, OBJECT_INFO, name)).toBe(text);
    });
});

describe('flatValues', () => {
    it('says of a parent that is not there that it is blank', () => {
        expect(flatValues({ fields: { RecordType: { displayValue: null, value: null }, Owner: { displayValue: 'Ann', value: { fields: { Profile: { value: { fields: { Name: { value: 'Sales' } } } } } } } } })).toEqual({
            RecordType: null,
            'Owner.Profile.Name': 'Sales'
        });
    });
});

describe('requestedFields', () => {
    it('asks for what criteria judge of a parent', () => {
        const criterion = objects.Opportunity.criteria[0];
        const { fields } = criterion;
        criterion.fields = [...fields, 'Account.NumberOfEmployees', 'Nothing__r.Name'];
        expect(requestedFields('Opportunity', OBJECT_INFO)).toContain('Opportunity.Account.NumberOfEmployees');
        expect(requestedFields('Opportunity', OBJECT_INFO)).not.toContain('Opportunity.Nothing__r.Name');
        criterion.fields = fields;
    });

    it('asks for nothing the user may not see, and for the names behind lookups', () => {
        expect(requestedFields('Opportunity', OBJECT_INFO)).toEqual(['Opportunity.Account.Name', 'Opportunity.AccountId', 'Opportunity.Amount', 'Opportunity.StageName']);
    });
});

describe('fieldModel', () => {
    it('draws by data type', () => {
        expect(model('Discount__c')).toMatchObject({ kind: 'number', formatter: 'percent-fixed', step: '0.01', value: 12.5 });
        expect(model('Note__c')).toMatchObject({ kind: 'longText', maxLength: 255 });
        expect(model('AccountId')).toMatchObject({ kind: 'lookup', target: 'Account', valueLabel: 'Aldermoor' });
        expect(model('On__c')).toMatchObject({ kind: 'date', type: 'date' });
    });

    it('shows the entry before the saved value', () => {
        expect(model('Amount', { Amount: 5 }).value).toBe(5);
        expect(model('Amount', { Amount: null }).value).toBeNull();
    });

    it('is locked where the user may not edit or see', () => {
        expect(model('Counted__c').kind).toBe('locked');
        expect(model('Counted__c').lockedText).not.toBe('');
        expect(model('Missing__c').kind).toBe('locked');
    });
});
