import express from 'express';
import type { LongJobs } from '../bank/long-jobs.ts';
import { Refusal } from '../bank/refusal.ts';
import { JsonMalformed, NotUtf8, parseInSlices } from '../json-in-slices.ts';
import { gatherBytes } from '../slices.ts';
import type { Operation } from './operation.ts';

/** Enough for any single resource; operations that take more say so. */
const DEFAULT_LIMIT = 1024 * 1024;

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/;

/**
 * The body as the operation's schema sees it: parsed JSON, text where the operation declares another
 * media type, bytes where it takes a file; undefined when there is none.
 *
 * @throws Refusal `body_too_large`, `body_type_unsupported`, `body_malformed`, `body_interrupted`.
 */
export async function readBody(
  declaration: Operation,
  request: express.Request,
  response: express.Response,
  jobs: LongJobs,
): Promise<unknown> {
  const limit = declaration.bodyLimitBytes ?? DEFAULT_LIMIT;
  const bytes = await readBytes(request, response, limit);
  if (bytes.length === 0) return undefined;
  if (declaration.bodyBytes) return bytes;

  const contentType = request.headers['content-type'] ?? '';
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const expected = declaration.bodyType ?? 'application/json';
  const accepted = declaration.bodyType === undefined ? JSON_TYPE.test(type) : type === declaration.bodyType;
  if (!accepted) {
    throw new Refusal('body_type_unsupported', { contentType: contentType || '(none)', expected });
  }
  if (declaration.bodyType === undefined) return parseJson(bytes, jobs);
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8);
  return decode(bytes, charset?.replaceAll('"', '') ?? 'utf-8');
}

/** The pieces of a longer body are put in their place one by one. */
const GATHERED_AT_ONCE = 1024 * 1024;

async function readBytes(
  request: express.Request,
  response: express.Response,
  limit: number,
): Promise<Buffer> {
  const length = Number(request.headers['content-length']);
  const isPlain = request.headers['content-encoding'] === undefined;
  if (isPlain && length > GATHERED_AT_ONCE && length <= limit) {
    return gatherBytes(request, length).catch(() => {
      throw new Refusal('body_interrupted');
    });
  }
  const read: express.RequestHandler = express.raw({ type: () => true, limit });
  try {
    await new Promise<void>((resolve, reject) => {
      read(request, response, (error?: unknown) => {
        if (error) reject(error instanceof Error ? error : new Error('unreadable body'));
        else resolve();
      });
    });
  } catch (error) {
    const { type } = error as { type?: string };
    if (type === 'entity.too.large') throw new Refusal('body_too_large', { limit });
    if (type === 'encoding.unsupported') {
      throw new Refusal('body_type_unsupported', {
        contentType: `Content-Encoding: ${request.headers['content-encoding'] ?? ''}`,
        expected: 'identity, gzip, deflate, br',
      });
    }
    throw new Refusal('body_interrupted');
  }
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/** A longer body is parsed in slices. */
const PARSED_AT_ONCE = 64 * 1024;

function parseJson(bytes: Buffer, jobs: LongJobs): unknown {
  return bytes.length > PARSED_AT_ONCE ? parseLongJson(bytes, jobs) : parseShortJson(bytes);
}

async function parseLongJson(bytes: Buffer, jobs: LongJobs): Promise<unknown> {
  try {
    return await jobs.inSlices(parseInSlices(bytes));
  } catch (error) {
    if (error instanceof NotUtf8) throw new Refusal('body_malformed', { reason: 'it is not UTF-8' });
    if (error instanceof JsonMalformed) throw new Refusal('body_malformed', { reason: placeOf(error) });
    throw error;
  }
}

function parseShortJson(bytes: Buffer): unknown {
  let text: string;
  try {
    // RFC 8259 §8.1: UTF-8 it is; a byte order mark may be ignored, and TextDecoder does.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('body_malformed', { reason: 'it is not UTF-8' });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Refusal('body_malformed', { reason: placeOf(error) });
  }
}

/** Where the parser stopped; never what it read, which may be a password. */
function placeOf(error: unknown): string {
  const position = /position (\d+)(?: \(line (\d+) column (\d+)\))?/.exec(String(error));
  if (!position) return 'it ends too early or is no JSON value';
  const [, at = '', line, column] = position;
  return line === undefined ? `position ${at}` : `line ${line}, column ${column ?? ''}`;
}

function decode(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    throw new Refusal('body_type_unsupported', {
      contentType: `charset=${charset}`,
      expected: 'utf-8, shift_jis',
    });
  }
}
