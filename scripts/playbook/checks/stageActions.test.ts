import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOfSeller } from './stageActions.ts';

const SELLERS = ['We present the proposal', 'Proposal sent', 'The proposal has been sent to the buyer', 'Demo done', 'Rep sends pricing', 'AE qualifies the lead', 'Sales follows up', 'Follow up with legal', 'Qualified by SDR', 'Initial quotes were shared'];
const BUYERS = ['Signs what we sent', 'Agrees to a first conversation', 'Presents us to the board', 'Sends the signed contract', 'Returns terms', 'Demonstrates the need to the CFO', 'Contract signed', 'Calls us back', 'Proposal accepted', 'Welcomes us', 'Saleswoman named', 'Unterschreibt', ''];

describe('who acts in a stage', () => {
  for (const action of SELLERS) test(`us: ${action}`, () => assert.equal(isOfSeller(action), true));
  for (const action of BUYERS) test(`the buyer: ${action}`, () => assert.equal(isOfSeller(action), false));
});
