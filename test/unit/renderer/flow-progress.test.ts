import { describe, expect, it } from 'vitest';
import { flowProgress, type WalkedEntry } from '../../../renderer/training/flow-progress.ts';

const flowId = 'f_1';
let seq = 0;

function entry(
  method: string,
  path: string,
  status: number,
  { location, ...more }: Partial<WalkedEntry> & { location?: string } = {},
): WalkedEntry {
  seq += 1;
  const headers = location === undefined ? {} : { location };
  return {
    id: `e${String(seq)}`,
    seq,
    origin: 'bank',
    method,
    path,
    status,
    clientId: 'demo-kakeibo',
    flowId,
    response: { headers, body: null, bodySize: 0 },
    ...more,
  };
}

const begun = () => entry('GET', '/oauth2/authorize', 303, { location: '/ib/login?i=1' });
const loggedIn = () => entry('POST', '/ib/login', 303, { location: '/ib/consent?i=1' });
const allowed = () => entry('POST', '/ib/consent', 303, { location: 'http://127.0.0.1/callback?code=ac' });
const tokens = () => entry('POST', '/oauth2/token', 200, { grantId: 'g1' });

/** The states of the six steps as one word each. */
function states(entries: WalkedEntry[], since?: number): string {
  return Object.values(flowProgress(entries, since)?.states ?? {}).join(' ');
}

describe('the progress of a linkage', () => {
  it('is nothing until somebody begins one', () => {
    expect(flowProgress([entry('GET', '/ib/v1/accounts', 401)])).toBeUndefined();
  });

  it('lights up step by step', () => {
    const walked = [begun()];
    expect(states(walked)).toBe('done done current ahead ahead ahead');
    walked.push(entry('GET', '/ib/login', 200));
    expect(states(walked)).toBe('done done current ahead ahead ahead');
    walked.push(loggedIn());
    expect(states(walked)).toBe('done done done current ahead ahead');
    walked.push(allowed());
    expect(states(walked)).toBe('done done done done current ahead');
    walked.push(tokens());
    expect(states(walked)).toBe('done done done done done current');
    const { flowId: _none, ...withoutFlow } = entry('GET', '/ib/v1/accounts', 200, { grantId: 'g1' });
    walked.push(withoutFlow);
    expect(states(walked)).toBe('done done done done done done');
  });

  it('marks a wrong password, and goes on after the right one', () => {
    const walked = [begun(), entry('POST', '/ib/login', 403)];
    expect(states(walked)).toBe('done done refused ahead ahead ahead');
    expect(states([...walked, loggedIn()])).toBe('done done done current ahead ahead');
  });

  it('stops at a consent that was declined', () => {
    const location = 'http://127.0.0.1/callback?error=access_denied';
    const walked = [begun(), loggedIn(), entry('POST', '/ib/consent', 303, { location })];
    expect(states(walked)).toBe('done done done refused ahead ahead');
  });

  it('passes over the screens where the bank asks nobody', () => {
    const location = 'http://127.0.0.1/callback?code=ac';
    const walked = [entry('GET', '/oauth2/authorize', 303, { location })];
    expect(states(walked)).toBe('done done done done current ahead');
    expect(flowProgress(walked)?.entries[5]).toEqual(walked);
  });

  it('follows the newest linkage, and forgets what was before a reset', () => {
    const first = [begun(), loggedIn(), allowed()];
    const second = { ...begun(), flowId: 'f_2' };
    expect(flowProgress([...first, second])?.flowId).toBe('f_2');
    expect(states([...first, second])).toBe('done done current ahead ahead ahead');
    expect(flowProgress([...first, second], second.seq)).toBeUndefined();
  });

  it('is not moved by another partner reading with another grant', () => {
    const { flowId: _none, ...other } = entry('GET', '/ib/v1/accounts', 200, { grantId: 'g2' });
    expect(states([begun(), other])).toBe('done done current ahead ahead ahead');
  });
});
