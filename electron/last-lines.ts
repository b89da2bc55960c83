const KEPT_LINES = 20;
const KEPT_CHARACTERS = 4_000;

/** The last lines a process wrote, kept to explain its end. */
export class LastLines {
  #text = '';

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-KEPT_CHARACTERS);
  }

  text(): string {
    return this.#text.trimEnd().split('\n').slice(-KEPT_LINES).join('\n');
  }
}
