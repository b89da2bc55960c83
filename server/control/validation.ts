import type { z } from 'zod';
import { InvalidInput, type InputFault } from '../bank/invalid-input.ts';
import { issueMessage, messageInBoth } from './issue-message.ts';

export type InputPlace = 'body' | 'query' | 'path';

/** An input that does not fit its schema, and in which part of the request. */
export class ValidationFailure extends InvalidInput {
  readonly place: InputPlace;

  constructor(place: InputPlace, faults: readonly InputFault[]) {
    super(faults);
    this.name = 'ValidationFailure';
    this.place = place;
  }
}

/**
 * `input` as its schema reads it, defaults filled in.
 *
 * @throws ValidationFailure with every fault, by path; unknown members are faults too.
 */
export function validate(schema: z.ZodType, input: unknown, place: InputPlace): unknown {
  const parsed = schema.safeParse(input, { error: issueMessage });
  if (parsed.success) return parsed.data;
  throw failureOf(place, parsed.error.issues);
}

type Issue = z.core.$ZodIssue;

/** The same of issues found elsewhere. */
export function failureOf(place: InputPlace, issues: readonly Issue[]): ValidationFailure {
  return new ValidationFailure(
    place,
    issues.flatMap((issue) => faultsOf(issue, [])),
  );
}

function faultsOf(issue: Issue, prefix: readonly PropertyKey[]): InputFault[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return nearest(issue.errors).flatMap((inner) => faultsOf(inner, path));
  }
  const message = messageInBoth(issue.message);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: pathText([...path, key]), message }));
  }
  return [{ path: pathText(path), message }];
}

/** Of several forms an input could have had, the one it comes closest to. */
function nearest(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  // A branch that fails at its root was not meant at all, unless every one does.
  const distance = (issues: readonly Issue[]) =>
    (issues.some(({ path, code }) => path.length === 0 && code === 'invalid_type') ? 1_000 : 0) +
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 2 : 1), 0);
  return branches.reduce((best, branch) => (distance(branch) < distance(best) ? branch : best));
}

/** `redirect_uris[0]`, as one would write it in JavaScript. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}
