import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/*
 * Kinds of fault that one input is enough for, looked for in every source of the engine and the shell:
 * a stack that input can fill, a pattern that input can keep busy, a promise whose failure nobody takes.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));

const sources = ['server', 'electron'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const path = `${folder}/${name}`;
      const kind = extname(name) === '.tsx' ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
      return {
        path,
        tree: ts.createSourceFile(
          path,
          readFileSync(join(root, path), 'utf8'),
          ts.ScriptTarget.Latest,
          true,
          kind,
        ),
      };
    }),
);

function* nodesOf(tree: ts.Node): Generator<ts.Node> {
  const waiting: ts.Node[] = [tree];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    ts.forEachChild(node, (child) => {
      waiting.push(child);
    });
  }
}

/** What calls itself, directly or by others of its file, and why no input decides how deep. */
const RECURSIVE: Readonly<Record<string, string>> = {
  'electron/engine-process.ts #afterExit': 'one start for each exit, no more than so many a minute',
  'electron/engine-process.ts start': 'the same',
  'server/authorization/checks/check.ts firstFailure': 'as deep as the table of checks is long',
  'server/bank/customers.ts removeCustomer': 'a contract, then its users, who have none',
  'server/bank/transaction.ts undo': 'calls the undoing of each change, which bears its name',
  'server/control/log-stream.ts #catchUp': 'in another turn of the event loop',
  'server/bank/long-jobs.ts inSlices': 'calls the function of that name',
  'server/contract/openapi/components.ts exampleOf': 'our own schemas',
  'server/contract/openapi/components.ts portable': 'our own schemas',
  'server/contract/openapi/components.ts portableMembers': 'our own schemas',
  'server/control/validation.ts faultsOf': 'as deep as the unions of our own schemas',
  'server/log/row-maker.ts #flushWithin': 'in another turn of the event loop',
  'server/log/row-maker.ts #makeRowsPiecemeal': 'the same',
  'server/outgoing/outgoing-requests.ts #read': 'calls the reader it is given',
  'server/outgoing/outgoing-requests.ts read': 'the same',
  'server/scenarios/check-scenario.ts #withLists': 'our own table of lists',
  'server/scenarios/scenario-order.ts formOrderer': 'our own schema',
  'server/scenarios/scenario-order.ts memberOrderer': 'our own schema',
  'server/scenarios/scenario-order.ts ordererOf': 'our own schema',
};

/** Of a declared function or method its name; also of a variable that holds one. */
function nameOf(node: ts.Node): string | undefined {
  if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name)
    return node.name.getText();
  if (!ts.isVariableDeclaration(node) || !node.initializer) return undefined;
  const { initializer } = node;
  return ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)
    ? node.name.getText()
    : undefined;
}

function calledBy(node: ts.CallExpression): string | undefined {
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text;
  const isOwn =
    ts.isPropertyAccessExpression(expression) && expression.expression.kind === ts.SyntaxKind.ThisKeyword;
  return isOwn ? expression.name.getText() : undefined;
}

/** Which functions of a file call which. */
function callsOf(tree: ts.SourceFile): Map<string, Set<string>> {
  const calls = new Map<string, Set<string>>();
  for (const node of nodesOf(tree)) {
    const called = ts.isCallExpression(node) ? calledBy(node) : undefined;
    if (called === undefined) continue;
    for (let around = node.parent; !ts.isSourceFile(around); around = around.parent) {
      const name = nameOf(around);
      if (name !== undefined) calls.set(name, (calls.get(name) ?? new Set()).add(called));
    }
  }
  return calls;
}

function reaches(calls: ReadonlyMap<string, ReadonlySet<string>>, from: string): boolean {
  const seen = new Set<string>();
  const waiting = [...(calls.get(from) ?? [])];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === from) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...(calls.get(name) ?? []));
  }
  return false;
}

it('no function calls itself but where no input decides how often', () => {
  const found = sources.flatMap(({ path, tree }) => {
    const calls = callsOf(tree);
    return [...calls.keys()].filter((name) => reaches(calls, name)).map((name) => `${path} ${name}`);
  });
  expect(found.sort()).toEqual(Object.keys(RECURSIVE).sort());
});

/** Promises that nobody waits for, and who takes their failure. */
const UNAWAITED: Readonly<Record<string, string>> = {
  'server/engine-host.ts obey': 'a defect: ends the engine, as any other does, and the shell says so',
};

it('every promise nobody waits for has somebody who takes its failure', () => {
  const found = sources
    .filter(({ path }) => path.startsWith('server/'))
    .flatMap(({ path, tree }) =>
      [...nodesOf(tree)].filter(ts.isVoidExpression).map(({ expression }) => {
        const called = ts.isCallExpression(expression)
          ? expression.expression.getText()
          : expression.getText();
        return `${path} ${called}`;
      }),
    );
  expect(found).toEqual(Object.keys(UNAWAITED));
});

const patterns = sources.flatMap(({ path, tree }) =>
  [...nodesOf(tree)].filter(ts.isRegularExpressionLiteral).map(({ text }) => ({ path, text })),
);

/** As long as a request's head may be, roughly. */
const LENGTH = 20_000;
/** A pattern that goes over a text once takes a few; one that begins anew at each place more than a thousand. */
const MOST_CPU_MS = 400;
const PIECES = [
  'a',
  '1',
  ' ',
  '"',
  '\\',
  '=',
  '/',
  '%',
  '.',
  '-',
  ',',
  'A',
  'ア',
  '\r\n',
  '<',
  '[',
  '{',
  ':',
  '\t',
];

/** Of this process alone, whatever else the machine does; the least of some tries. */
function cpuMsOf(work: () => void): number {
  let least = Infinity;
  for (let tries = 0; tries < 4 && least > MOST_CPU_MS; tries++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

describe('a pattern goes over a text once', () => {
  it.each(patterns)('$path $text', ({ text }) => {
    const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
    const pattern = new RegExp(source, [...new Set(`${flags.replace('y', '')}g`)].join(''));
    // What stands in the pattern itself leads furthest into it.
    const own = source.match(/[A-Za-z]{2,}/g) ?? [];
    for (const piece of new Set([...PIECES, ...own])) {
      for (const end of ['', '!']) {
        const long = piece.repeat(Math.ceil(LENGTH / piece.length)) + end;
        const tookMs = cpuMsOf(() => {
          for (const match of long.matchAll(pattern)) if (match.index > LENGTH) break;
        });
        expect(tookMs, JSON.stringify(piece)).toBeLessThan(MOST_CPU_MS);
      }
    }
  });
});
