const FIRST_ROOM = 64 * 1024;

/**
 * A long text written as bytes, piece by piece, into room that is used again for the next one: a page of
 * a statement made of strings would leave five times its length to the garbage collector.
 */
export class ByteText {
  #room = Buffer.allocUnsafeSlow(FIRST_ROOM);
  #length = 0;

  /** Forgets what is there, to write another text. */
  begin(): void {
    this.#length = 0;
  }

  /** Adds characters of ASCII, those from an index on. */
  ascii(text: string, from = 0): void {
    this.#need(text.length);
    const room = this.#room;
    let at = this.#length;
    for (let index = from; index < text.length; index++) room[at++] = text.charCodeAt(index);
    this.#length = at;
  }

  text(text: string): void {
    this.#need(text.length * 3);
    this.#length += this.#room.write(text, this.#length);
  }

  bytes(bytes: Uint8Array): void {
    this.#need(bytes.length);
    this.#room.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A copy of what is there, between two other texts. */
  taken(before: string, after: string): Buffer {
    const opening = Buffer.byteLength(before);
    const bytes = Buffer.allocUnsafe(opening + this.#length + Buffer.byteLength(after));
    bytes.write(before);
    this.#room.copy(bytes, opening, 0, this.#length);
    bytes.write(after, opening + this.#length);
    return bytes;
  }

  #need(more: number): void {
    if (this.#length + more <= this.#room.length) return;
    const room = Buffer.allocUnsafeSlow(2 * (this.#length + more));
    room.set(this.#room.subarray(0, this.#length));
    this.#room = room;
  }
}
