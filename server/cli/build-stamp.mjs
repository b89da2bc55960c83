// Plain JavaScript on purpose: `npm run serve` must not pay for a TypeScript loader (300 ms) when
// everything is built already. Type-checked all the same, by its JSDoc types.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {'server' | 'electron' | 'renderer'} BuildTarget */

/**
 * What a build read: every source file, relative to the project, with its time of change in
 * milliseconds. The bundlers name them, so that nothing else makes a target stale.
 * @typedef {{ inputs: Record<string, number> }} BuildStamp
 */

/**
 * @param {string} root project folder
 * @param {BuildTarget} target
 */
export function stampFile(root, target) {
  return join(root, 'build', '.stamp', `${target}.json`);
}

/**
 * True when the target was built and none of the files it was built from has changed since.
 * @param {string} root project folder
 * @param {BuildTarget} target
 */
export function isFresh(root, target) {
  /** @type {BuildStamp} */
  let stamp;
  try {
    stamp = JSON.parse(readFileSync(stampFile(root, target), 'utf8'));
  } catch {
    return false; // Never built, or the last build did not end well.
  }
  return Object.entries(stamp.inputs).every(
    ([path, changedAt]) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs === changedAt,
  );
}
