import { z } from 'zod';

/** What the desktop shell and the engine's process say to each other. Both sides parse what they get. */

const port = z.int().min(0).max(65535);

export const engineOptionsSchema = z.object({
  port,
  consolePort: port,
  partnerPort: port,
  /** Null: the bank does not answer over TLS. */
  httpsPort: port.nullable(),
  /** Of the proxy by which customer windows show a client certificate; it opens to this password only. */
  proxyPort: port,
  proxyPassword: z.string().min(32),
  dataDir: z.string().min(1),
  controlToken: z.string().min(32),
});
export type EngineOptions = z.infer<typeof engineOptionsSchema>;

/** From the shell to the engine. */
export const engineCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), options: engineOptionsSchema }),
  /** Flush and stop; answered by `stopped`. */
  z.object({ type: z.literal('stop') }),
  /** Answered by `certificates` of the same id. */
  z.object({ type: z.literal('list-certificates'), id: z.int() }),
  /** Show this certificate to the bank from now on, or none; answered by `presenting` of the same id. */
  z.object({ type: z.literal('present-certificate'), id: z.int(), serialNumber: z.string().nullable() }),
]);
export type EngineCommand = z.infer<typeof engineCommandSchema>;

/** A certificate as a chooser lists it; keys stay in the engine. Times are epoch milliseconds. */
const offeredCertificateSchema = z.object({
  serialNumber: z.string(),
  holder: z.string(),
  loginId: z.string(),
  subject: z.string(),
  issuer: z.string(),
  notBefore: z.number(),
  notAfter: z.number(),
  /** By the bank's clock. */
  state: z.enum(['valid', 'expiring', 'expired', 'revoked', 'not_yet_valid']),
});
export type OfferedCertificate = z.infer<typeof offeredCertificateSchema>;

export const engineAddressesSchema = z.object({
  issuer: z.url(),
  console: z.url(),
  partner: z.url(),
  /** The bank over TLS, and the CA (PEM) that vouches for it. */
  https: z
    .object({
      issuer: z.url(),
      ca: z.string().startsWith('-----BEGIN CERTIFICATE-----'),
      /** The page that asks for a client certificate. */
      certificateLogin: z.url(),
      proxyPort: port,
    })
    .nullable(),
});
export type EngineAddresses = z.infer<typeof engineAddressesSchema>;

/** From the engine to the shell. */
export const engineReportSchema = z.discriminatedUnion('type', [
  /** The console answers; the bank over TLS may take a while yet. Comes before `ready`. */
  z.object({ type: z.literal('console'), address: z.url() }),
  z.object({ type: z.literal('ready'), addresses: engineAddressesSchema }),
  /** It could not start; `exitCode` is the command line's (3 port taken, 4 data in use, 5 unreadable). */
  z.object({ type: z.literal('failed'), exitCode: z.int(), message: z.string() }),
  z.object({ type: z.literal('stopped') }),
  z.object({
    type: z.literal('certificates'),
    id: z.int(),
    certificates: z.array(offeredCertificateSchema),
  }),
  z.object({ type: z.literal('presenting'), id: z.int() }),
]);
export type EngineReport = z.infer<typeof engineReportSchema>;
