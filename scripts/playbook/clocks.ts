/** What is known of the clocks by their numbers. */

/** Whom a clock runs for: the owner of the lead, or the receiver of the handoff. Nobody is named for the others, so no two people can have different targets. */
export const CLOCK_PERSONS: Readonly<Record<string, 'owner' | 'receiver'>> = { S2: 'owner', S3: 'owner', S4: 'owner', S5: 'receiver', S6: 'receiver' };

/** Fact and column that say whether a clock was kept. */
export const CLOCK_VERDICTS: Readonly<Record<string, { readonly fact: string; readonly column: string }>> = {
  S2: { fact: 'lead_cycle', column: 'sla' },
  S5: { fact: 'handoff', column: 'answer' },
  S6: { fact: 'handoff', column: 'kickoff' },
};
