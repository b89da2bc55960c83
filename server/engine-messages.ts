import { z } from 'zod';

/** What the desktop shell and the engine's process say to each other. Both sides parse what they get. */

const port = z.int().min(0).max(65535);

export const engineOptionsSchema = z.object({
  port,
  consolePort: port,
  partnerPort: port,
  /** Null: the bank does not answer over TLS. */
  httpsPort: port.nullable(),
  dataDir: z.string().min(1),
  controlToken: z.string().min(32),
});
export type EngineOptions = z.infer<typeof engineOptionsSchema>;

/** From the shell to the engine. */
export const engineCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), options: engineOptionsSchema }),
  /** Flush and stop; answered by `stopped`. */
  z.object({ type: z.literal('stop') }),
]);
export type EngineCommand = z.infer<typeof engineCommandSchema>;

export const engineAddressesSchema = z.object({
  issuer: z.url(),
  console: z.url(),
  partner: z.url(),
  /** The bank over TLS, and the CA (PEM) that vouches for it. */
  https: z.object({ issuer: z.url(), ca: z.string().startsWith('-----BEGIN CERTIFICATE-----') }).nullable(),
});
export type EngineAddresses = z.infer<typeof engineAddressesSchema>;

/** From the engine to the shell. */
export const engineReportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), addresses: engineAddressesSchema }),
  /** It could not start; `exitCode` is the command line's (3 port taken, 4 data in use, 5 unreadable). */
  z.object({ type: z.literal('failed'), exitCode: z.int(), message: z.string() }),
  z.object({ type: z.literal('stopped') }),
]);
export type EngineReport = z.infer<typeof engineReportSchema>;
