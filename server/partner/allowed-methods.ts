import type { Request, Response } from 'express';

/** RFC 9110 §15.5.6 for any other method of a path that exists. */
export function allowOnly(allow: string) {
  return (request: Request, response: Response): void => {
    response.set('Allow', allow);
    if (request.method === 'OPTIONS') response.status(204).end();
    else response.status(405).type('text/plain').send(`This address takes ${allow} only.\n`);
  };
}
