/** How a save answers, where documentation leaves it open or says it once. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PREFIX } from './fixture.ts';
import { DATA, useTarget } from './target.ts';

interface RestError {
  readonly errorCode: string;
  readonly message: string;
  readonly fields?: readonly string[];
}

describe('saves', () => {
  const target = useTarget();
  const create = (object: string, record: object): Promise<{ id: string }> => target.org.json('POST', `${DATA}/sobjects/${object}`, record);

  async function refusal(method: 'POST' | 'PATCH', path: string, body: object): Promise<readonly RestError[]> {
    const response = await target.org.request({ method, path: `${DATA}/${path}`, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const text = await response.text();
    assert.equal(response.status, 400, text);
    return JSON.parse(text) as readonly RestError[];
  }

  test('a PATCH that breaks three rules is answered with all three, each at its field', async () => {
    const { id } = await create('HandrailContract__c', { Name: `${PREFIX} 1` });
    const errors = await refusal('PATCH', `sobjects/HandrailContract__c/${id}`, { Code__c: 'three' });
    assert.deepEqual(errors.map(({ message }) => message).sort(), ['[CT-A] first', '[CT-B] second', '[CT-C] third']);
    assert.deepEqual(errors.find(({ message }) => message.startsWith('[CT-B]')), { message: '[CT-B] second', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Size__c'] });
    assert.deepEqual(errors.find(({ message }) => message.startsWith('[CT-C]'))?.fields, [], 'a rule without a field stands at the top of the page');
  });

  test('a collection names the code of an error statusCode', async () => {
    const [result] = await target.org.json<readonly { success: boolean; errors: readonly object[] }[]>('POST', `${DATA}/composite/sobjects`, {
      allOrNone: false,
      records: [{ attributes: { type: 'HandrailContract__c' }, Name: `${PREFIX} 2`, Code__c: 'three' }],
    });
    assert.equal(result?.success, false);
    assert.equal(result?.errors.length, 3);
    assert.deepEqual(Object.keys(result?.errors[0] ?? {}).sort(), ['fields', 'message', 'statusCode']);
  });

  test('a rule that divides by zero refuses the record and names itself', async () => {
    const [error] = await refusal('POST', 'sobjects/HandrailContract__c', { Name: `${PREFIX} 3`, Code__c: 'divide', Size__c: 4, Part__c: 0 });
    assert.equal(error?.errorCode, 'FIELD_CUSTOM_VALIDATION_EXCEPTION');
    assert.match(error?.message ?? '', /Division.* Invalid \(Division by zero\)/);
  });

  test('a new record has changed nothing, and its prior values are its own', async () => {
    await create('HandrailContract__c', { Name: `${PREFIX} 4`, Code__c: 'changed' });
    const [error] = await refusal('POST', 'sobjects/HandrailContract__c', { Name: `${PREFIX} 5`, Code__c: 'prior' });
    assert.match(error?.message ?? '', /^\[CT-F\]/);
  });

  test('a blank number is neither small nor zero in a rule', async () => {
    await create('HandrailContract__c', { Name: `${PREFIX} 6`, Code__c: 'blank' });
  });
});
