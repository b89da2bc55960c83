/** A scenario that can't be loaded: unreadable, not of the schema, or in contradiction with itself. */
export class ScenarioInvalid extends Error {
  readonly problems: readonly { path: string; message: string }[];

  constructor(path: string, message: string, more: readonly { path: string; message: string }[] = []) {
    super(path === '' ? message : `${path}: ${message}`);
    this.name = 'ScenarioInvalid';
    this.problems = [{ path, message }, ...more];
  }
}
