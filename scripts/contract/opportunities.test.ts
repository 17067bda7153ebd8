/** What Salesforce does with opportunities beside the save itself. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PREFIX } from './fixture.ts';
import { DATA, useTarget } from './target.ts';

describe('opportunities', () => {
  const target = useTarget();
  const create = (object: string, record: object): Promise<{ id: string }> => target.org.json('POST', `${DATA}/sobjects/${object}`, record);
  const opportunity = (name: string): Promise<{ id: string }> => create('Opportunity', { Name: `${PREFIX} ${name}`, StageName: 'Prospecting', CloseDate: '2030-03-31', Amount: 100 });
  const history = (id: string): Promise<{ StageName: string; ForecastCategory: string; Amount: number | null }[]> =>
    target.org.query(`SELECT StageName, ForecastCategory, Amount FROM OpportunityHistory WHERE OpportunityId = '${id}' ORDER BY CreatedDate, Id`);

  test('creating one writes a row of history', async () => {
    const { id } = await opportunity('history');
    assert.equal((await history(id)).length, 1);
  });

  test('products that raise the amount fire no rule of the opportunity', async () => {
    const { id } = await opportunity('products');
    const product = await create('Product2', { Name: `${PREFIX} product`, IsActive: true });
    const [book] = await target.org.query<{ Id: string }>('SELECT Id FROM Pricebook2 WHERE IsStandard = true');
    const entry = await create('PricebookEntry', { Pricebook2Id: book?.Id, Product2Id: product.id, UnitPrice: 900, IsActive: true });
    await create('OpportunityLineItem', { OpportunityId: id, PricebookEntryId: entry.id, Quantity: 1, UnitPrice: 900 });
    const [saved] = await target.org.query<{ Amount: number }>(`SELECT Amount FROM Opportunity WHERE Id = '${id}'`);
    assert.equal(saved?.Amount, 900, 'the rule on Amount above 500 did not stand in the way');
    // An opportunity with products takes its amount from them, so it is the stage that asks the rule now.
    const response = await target.org.request({ method: 'PATCH', path: `${DATA}/sobjects/Opportunity/${id}`, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ StageName: 'Qualification' }) });
    assert.match(await response.text(), /\[CT-H\]/);
  });
});
