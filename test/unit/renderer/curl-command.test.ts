import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curlCommand } from '../../../renderer/log/curl-command.ts';

const tokenRequest = {
  method: 'POST',
  url: 'http://127.0.0.1:4780/oauth2/token',
  request: {
    headers: {
      host: '127.0.0.1:4780',
      authorization: 'Basic demo-kakeibo:••••',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '52',
    },
    body: 'grant_type=refresh_token&refresh_token=rt_…8c1e',
  },
};

/** What a shell makes of the command, with curl standing for a program that prints its arguments. */
function argumentsInShell(command: string, filledIn: Record<string, string>): string[] {
  const assignments = Object.entries(filledIn).map(([name, value]) => `${name}='${value}'`);
  const withoutEmpty = command.replace(/^[A-Z0-9_]+=''.*$/gm, '');
  const script = [...assignments, `curl() { printf '%s\\n' "$@"; }`, withoutEmpty].join('\n');
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('curlCommand', () => {
  it('is a command whose secrets are variables to fill in', () => {
    const command = curlCommand(tokenRequest);
    expect(command).toContain("RT_8C1E='' # rt_…8c1e");
    expect(command).toContain("CLIENT_SECRET=''");
    expect(argumentsInShell(command, { RT_8C1E: 'the-token', CLIENT_SECRET: 'the-secret' })).toEqual([
      '-i',
      '-X',
      'POST',
      'http://127.0.0.1:4780/oauth2/token',
      '-u',
      'demo-kakeibo:the-secret',
      '-H',
      'content-type: application/x-www-form-urlencoded',
      '--data-raw',
      'grant_type=refresh_token&refresh_token=the-token',
    ]);
  });

  it('hands what a partner sent to the shell as text, never as commands', () => {
    const command = curlCommand({
      method: 'GET',
      url: "http://127.0.0.1:4780/ib/v1/accounts?x='$(echo hacked)`id`",
      request: { headers: { 'x-note': `it's "quoted" $HOME` }, body: null },
    });
    expect(argumentsInShell(command, {})).toEqual([
      '-i',
      "http://127.0.0.1:4780/ib/v1/accounts?x='$(echo hacked)`id`",
      '-H',
      `x-note: it's "quoted" $HOME`,
    ]);
  });

  it('repeats a header that came more than once', () => {
    const command = curlCommand({
      method: 'GET',
      url: 'http://127.0.0.1/',
      request: { headers: { accept: ['a', 'b'] }, body: null },
    });
    expect(argumentsInShell(command, {})).toEqual([
      '-i',
      'http://127.0.0.1/',
      '-H',
      'accept: a',
      '-H',
      'accept: b',
    ]);
  });
});
