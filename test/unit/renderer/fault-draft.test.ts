import { describe, expect, it } from 'vitest';
import { draftOf, faultKinds, faultOf, kindOf, type Fault } from '../../../renderer/faults/fault-draft.ts';

const fault = (members: Partial<Fault>): Fault => ({
  id: 'fault_1',
  match: {},
  action: { status: 503 },
  createdAt: '2027-02-20T13:04:00+09:00',
  ...members,
});

describe('the draft of a fault', () => {
  it.each(faultKinds)('of the kind %s comes back as it went', (kind) => {
    const drafted = faultOf({ ...draftOf(undefined), kind, delayMs: '20' });
    expect(kindOf(drafted)).toBe(kind);
    expect(draftOf(fault(drafted)).kind).toBe(kind);
  });

  it('sends what was typed and leaves out what was not', () => {
    const drafted = faultOf({ ...draftOf(undefined), path: ' /oauth2/token ', times: '2', percent: '25' });
    expect(drafted).toEqual({
      match: { path: '/oauth2/token' },
      action: { status: 503 },
      times: 2,
      probability: 0.25,
    });
  });

  it('keeps what the form has no field for', () => {
    const before = fault({ match: { page: 3, grantType: 'refresh_token' } });
    expect(faultOf(draftOf(before), before).match).toEqual({ page: 3, grantType: 'refresh_token' });
  });

  it('makes certain what is no longer a matter of chance', () => {
    const before = fault({ probability: 0.5 });
    expect(faultOf({ ...draftOf(before), percent: '' }, before).probability).toBe(1);
  });

  it('leaves an unreadable number to the bank to refuse', () => {
    expect(faultOf({ ...draftOf(undefined), times: 'many' }).times).toBeNaN();
  });
});
