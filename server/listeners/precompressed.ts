import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Handler } from 'express';

/** What the build writes beside each file of the console, best first: the ending for each coding. */
const endings = { br: '.br', gzip: '.gz' } as const;

/**
 * Serves a folder whose files were compressed when they were built (RFC 9110 §8.4): the smallest copy
 * the browser takes, or the file itself. File names carry a hash, so a copy is never out of date.
 */
export function precompressed(folder: string): Handler {
  const files = express.static(folder, { immutable: true, maxAge: '1y', index: false });
  return (request, response, next) => {
    response.vary('Accept-Encoding');
    const coding = request.acceptsEncodings(['br', 'gzip', 'identity']);
    if (coding !== 'br' && coding !== 'gzip') {
      files(request, response, next);
      return;
    }
    const { url, path } = request;
    const copy = path + endings[coding];
    // Only a name of the build's own: nothing that leads out of the folder.
    if (!/^\/[\w.-]+\.(?:js|css|svg)$/.test(path) || !existsSync(join(folder, copy))) {
      files(request, response, next);
      return;
    }
    response.set('Content-Encoding', coding).type(path.slice(path.lastIndexOf('.')));
    request.url = copy;
    files(request, response, (error?: unknown) => {
      request.url = url;
      response.removeHeader('Content-Encoding');
      next(error);
    });
  };
}
