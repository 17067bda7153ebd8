import { both, coalesce, column, compare, either, equal, instant, integer, isNull, isTrue, localDate, not, text, when } from '../relational/expression.ts';
import { extend, filter, join, project, rename, scan } from '../relational/relation.ts';
import { dealColumns, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { UNKNOWN } from './dimensions.ts';
import type { Fact } from './fact.ts';
import { ownerLabels } from './people.ts';
import { sourceColumns, type SourceField } from './sources.ts';

const OBJECT = 'Handrail_Handoff__c';
const NEEDS = ['Id', 'IsDeleted', 'Type__c', 'Opportunity__c', 'Sent_At__c', 'Items_Required_At_Sending__c', 'Items_Valid_At_Sending__c'].map((name) => `${OBJECT}.${name}` as SourceField);

/**
 * One row per handoff that was sent, of any type: how many items it had to pass on, and how many were filled with an answer
 * then. The org counts them at the first sending, by the formulas that the playbook's `required_fields` become; of one that it
 * did not count (`noted` is `no`) nobody can tell any more what its records held. The owner is the sender.
 */
export const sending: Fact = {
  name: 'sending',
  id: 'handoff_id',
  needs: [...DEAL_NEEDS, ...NEEDS],
  ofDeals: true,
  columns: {
    handoff_id: { type: 'text', needs: [] },
    sent_on: { type: 'date', needs: [] },
    type: { type: 'text', needs: [] },
    noted: { type: 'text', needs: [] },
    items: { type: 'integer', needs: [] },
    valid_items: { type: 'integer', needs: [] },
    segment: dealColumns['segment'] ?? { type: 'text', needs: [] },
    owner: { type: 'text', needs: [`${OBJECT}.Sender__c`, 'User.Id', 'User.Name', 'User.Username'] },
  },
  relation({ asOf, timeZone }, deals) {
    const sent = filter(scan(OBJECT, sourceColumns(OBJECT)), both(not(column('IsDeleted')), isTrue(compare(column('Sent_At__c'), '<', instant(asOf)))));
    const handed = rename(sent, { handoff_id: 'Id', kind: 'Type__c', of_deal: 'Opportunity__c', sender_id: 'Sender__c', sent_at: 'Sent_At__c', required: 'Items_Required_At_Sending__c', filled: 'Items_Valid_At_Sending__c' });
    const placed = filter(join('left', handed, requireDeals(deals).journey, equal(column('deal_id'), column('of_deal'))), either(isNull(column('of_deal')), isTrue(column('sold'))));
    const senders = rename(ownerLabels(), { sender_user: 'user_id', sender: 'owner_label' });
    const named = extend(join('left', placed, senders, equal(column('sender_user'), column('sender_id'))), {
      noted: when([[isNull(column('required')), text('no')], [equal(column('required'), integer(0)), text('nothing required')]], text('yes')),
    });
    return project(named, {
      handoff_id: column('handoff_id'),
      sent_on: localDate(column('sent_at'), timeZone),
      type: coalesce(column('kind'), text(UNKNOWN)),
      noted: column('noted'),
      items: coalesce(column('required'), integer(0)),
      valid_items: coalesce(column('filled'), integer(0)),
      segment: coalesce(column('segment'), text(UNKNOWN)),
      owner: coalesce(column('sender'), text(UNKNOWN)),
    });
  },
};
