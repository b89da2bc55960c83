/**
 * Who is at the partner's site, and their linkages.
 *
 * Threats: whoever reads the file must not be able to take over a browser session (only a digest of
 * the cookie is kept), and nobody else may read the tokens in it (owner-only, written aside and
 * renamed, so that a crash never leaves half a file).
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adapter } from 'lowdb';
import { Low, Memory } from 'lowdb';
import { z } from 'zod';
import type { BankFailure } from './bank-failure.ts';
import { returningLessons } from './lessons/lesson.ts';
import { appNames } from './partner-apps.ts';

const tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().exactOptional(),
  scope: z.string(),
  grantId: z.string().exactOptional(),
  grantExpiresAt: z.string().exactOptional(),
});

const failureNote = z.object({
  kind: z.string(),
  code: z.string().exactOptional(),
  description: z.string(),
  retryAfter: z.number().exactOptional(),
});
/** A failure as it is remembered until the customer has read it. */
export type FailureNote = z.output<typeof failureNote>;

/** A failure as it is remembered. */
export function noteOf({ kind, code, message, retryAfter }: BankFailure): FailureNote {
  return {
    kind,
    description: message,
    ...(code === undefined ? {} : { code }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

const bankName = z.object({ ja: z.string(), en: z.string() });

const link = z.object({
  tokens,
  ended: failureNote.exactOptional(),
  /** As the bank called itself when it was linked. */
  bank: bankName.exactOptional(),
});
export type Link = z.output<typeof link>;

const session = z.object({
  links: z.partialRecord(z.enum(appNames), link),
  pending: z
    .object({
      app: z.enum(appNames),
      state: z.string(),
      codeVerifier: z.string(),
      lang: z.string(),
      /** What is done wrong on purpose when the customer comes back. */
      lesson: z.enum(returningLessons).exactOptional(),
    })
    .exactOptional(),
  /** Whether this visitor has asked to be shown mistakes. Off until they do. */
  learning: z.boolean().exactOptional(),
});
/** One browser at the partner's site. */
export type Session = z.output<typeof session>;

const fileContents = z.object({ sessions: z.record(z.string(), session) });
type FileContents = z.output<typeof fileContents>;

/** So many browsers are known at a time. */
const SESSIONS_KEPT = 1_000;

export class SessionStore {
  readonly #db: Low<FileContents>;
  /** Those whose browser has come back with its cookie, as a flood of requests does not. Since the start only. */
  readonly #cameBack = new WeakSet<Session>();
  /** Told of the key of each session that is dropped. */
  onDrop: (key: string) => void = () => undefined;
  #writing: Promise<void> = Promise.resolve();
  /** The write that waits for the one before it. */
  #next: Promise<void> | undefined;

  private constructor(db: Low<FileContents>) {
    this.#db = db;
  }

  /** @param dataDir where `partner.json` is kept; `null` keeps nothing beyond this process. */
  static async open(dataDir: string | null): Promise<SessionStore> {
    const adapter = dataDir === null ? new Memory<FileContents>() : new OwnerOnlyFile(dataDir);
    const db = new Low<FileContents>(adapter, { sessions: {} });
    await db.read();
    return new SessionStore(db);
  }

  /** The session of a cookie value, if there is one. */
  find(cookie: string | undefined): { key: string; session: Session } | undefined {
    if (cookie === undefined) return undefined;
    const key = digest(cookie);
    const found = Object.hasOwn(this.#db.data.sessions, key) ? this.#db.data.sessions[key] : undefined;
    if (!found) return undefined;
    this.#cameBack.add(found);
    return { key, session: found };
  }

  /** A new session and the cookie value that stands for it. */
  create(): { key: string; session: Session; cookie: string } {
    const cookie = randomBytes(32).toString('base64url');
    const key = digest(cookie);
    const fresh: Session = { links: {} };
    this.#db.data.sessions[key] = fresh;
    if (Object.keys(this.#db.data.sessions).length > SESSIONS_KEPT) this.#dropOne(key);
    return { key, session: fresh, cookie };
  }

  /**
   * The oldest of those who never came back goes first, then whoever has nothing here, whoever is on the
   * way to the bank, and a linkage last: a flood of strangers costs no visitor his linkage.
   */
  #dropOne(newest: string): void {
    let least: { key: string; worth: number } | undefined;
    for (const [key, session] of Object.entries(this.#db.data.sessions)) {
      const worth = this.#worth(session);
      if (key !== newest && (!least || worth < least.worth)) least = { key, worth };
    }
    if (!least) return;
    delete this.#db.data.sessions[least.key];
    this.onDrop(least.key);
  }

  #worth(session: Session): number {
    if (Object.keys(session.links).length > 0) return 4;
    return (this.#cameBack.has(session) ? 2 : 0) + (session.pending ? 1 : 0);
  }

  /** Resolves once the sessions as they are now are on disk. Who comes before a write begins is part of it. */
  save(): Promise<void> {
    this.#next ??= this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#writing = this.#db.write();
        return this.#writing;
      });
    return this.#next;
  }
}

class OwnerOnlyFile implements Adapter<FileContents> {
  readonly #dataDir: string;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  get #path(): string {
    return join(this.#dataDir, 'partner.json');
  }

  async read(): Promise<FileContents | null> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
    const parsed = fileContents.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    // A demo's sessions are worth less than a start: put aside, begin anew, lose nothing for good.
    await rename(this.#path, `${this.#path}.unreadable`);
    return null;
  }

  async write(contents: FileContents): Promise<void> {
    await mkdir(this.#dataDir, { recursive: true, mode: 0o700 });
    const aside = `${this.#path}.${process.pid}.tmp`;
    await writeFile(aside, JSON.stringify(contents), { mode: 0o600, flush: true });
    await rename(aside, this.#path);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function digest(cookie: string): string {
  return createHash('sha256').update(cookie).digest('base64url');
}
