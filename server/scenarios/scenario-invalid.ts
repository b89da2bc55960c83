import type { Bilingual } from '../bank/catalogue/index.ts';

/** A scenario that can't be loaded: unreadable, not of the schema, or in contradiction with itself. */
export class ScenarioInvalid extends Error {
  readonly problems: readonly ScenarioProblem[];

  constructor(path: string, message: ScenarioProblem['message'], more: readonly ScenarioProblem[] = []) {
    const english = typeof message === 'string' ? message : message.en;
    super(path === '' ? english : `${path}: ${english}`);
    this.name = 'ScenarioInvalid';
    this.problems = [{ path, message }, ...more];
  }
}

/** What is wrong and where, in English where nobody has said it in Japanese. */
export interface ScenarioProblem {
  readonly path: string;
  readonly message: string | Bilingual;
}
