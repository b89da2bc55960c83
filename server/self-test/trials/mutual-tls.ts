import { X509Certificate } from 'node:crypto';
import { recordClientCertificate, revokeClientCertificate } from '../../bank/client-certificates.ts';
import type { Bilingual } from '../../bank/catalogue/index.ts';
import { readCertificate } from '../../certificates/presented-certificate.ts';
import type { TestDesk } from '../test-desk.ts';
import type { CertificateOfRun } from '../tls-parties.ts';
import type { Trial } from '../trial.ts';

const TOKEN = '/oauth2/token';
const USERINFO = '/oauth2/userinfo';

/** A client at the token endpoint with nothing to prove itself by but its connection. */
function certified(
  id: string,
  code: Trial['code'],
  sent: Bilingual,
  shown: CertificateOfRun | undefined,
  { party = 'certified', prepare }: Preparation = {},
): Trial {
  return {
    id: `mutual-tls.${id}`,
    group: 'mutual_tls',
    needs: 'tls',
    code,
    sent,
    send: async (desk) => {
      await prepare?.(desk);
      const form = { grant_type: 'refresh_token', refresh_token: 'rt_made.up', client_id: desk.id(party) };
      return desk.postOverTls(TOKEN, form, shown);
    },
  };
}

interface Preparation {
  party?: 'certified' | 'selfSigned';
  prepare?: (desk: TestDesk) => Promise<void>;
}

/** At a resource, with a token bound to a certificate. */
function bound(
  id: string,
  code: Trial['code'],
  sent: Bilingual,
  { to, shown, prepare }: { to: CertificateOfRun; shown?: CertificateOfRun } & Preparation,
): Trial {
  return {
    id: `mutual-tls.${id}`,
    group: 'mutual_tls',
    needs: 'tls',
    code,
    error: 'invalid_token',
    sent,
    send: async (desk) => {
      const confirmation = { 'x5t#S256': desk.tls.thumbprint(to) };
      const { access_token: token } = await desk.tokens('certified', { confirmation });
      await prepare?.(desk);
      return desk.getOverTls(USERINFO, { authorization: `Bearer ${token}` }, shown);
    },
  };
}

/** Enters a certificate of the run and takes it out of service. */
async function revoke(desk: TestDesk): Promise<void> {
  const read = readCertificate(new X509Certificate(desk.tls.certificates.revoked.certificate));
  const { serialNumber, subject, notBefore, notAfter, thumbprint } = read;
  const clientId = desk.id('certified');
  await desk.context.work.run((tx) => {
    recordClientCertificate(tx, { clientId, serialNumber, subject, notBefore, notAfter, thumbprint });
    revokeClientCertificate(tx, clientId, serialNumber);
  });
}

/** Refusals of client certificates (RFC 8705); there are none to show where the bank has no TLS. */
export const mutualTlsTrials: readonly Trial[] = [
  certified(
    'none',
    'client_certificate_missing',
    { ja: '証明書を出さない', en: 'No certificate' },
    undefined,
  ),
  certified(
    'other-name',
    'client_certificate_name',
    { ja: '登録と異なる名前の証明書', en: 'A certificate of another name than the registered one' },
    'otherName',
  ),
  certified(
    'untrusted',
    'client_certificate_untrusted',
    { ja: '名前は正しいが、手元の認証局が署名していない証明書', en: 'The right name, signed by no known CA' },
    'untrusted',
  ),
  certified(
    'expired',
    'client_certificate_expired',
    { ja: '有効期間を過ぎた証明書', en: 'An expired certificate' },
    'expired',
  ),
  certified(
    'not-yet-valid',
    'client_certificate_expired',
    { ja: '有効期間がまだ始まらない証明書', en: 'A certificate that is not valid yet' },
    'notYetValid',
  ),
  certified(
    'revoked',
    'client_certificate_revoked',
    { ja: '失効した証明書', en: 'A revoked certificate' },
    'revoked',
    { prepare: revoke },
  ),
  certified(
    'not-registered',
    'client_certificate_not_registered',
    { ja: '登録していない自己署名の証明書', en: 'A self-signed certificate that is not registered' },
    'untrusted',
    { party: 'selfSigned' },
  ),
  certified(
    'self-signed-none',
    'client_certificate_missing',
    {
      ja: '自己署名の証明書で登録したクライアントが、証明書を出さない',
      en: 'No certificate, registered self-signed',
    },
    undefined,
    { party: 'selfSigned' },
  ),
  bound(
    'bound-without',
    'access_token_certificate_missing',
    { ja: '証明書に結び付いたトークンを、証明書なしで使う', en: 'A bound token without a certificate' },
    { to: 'own' },
  ),
  bound(
    'bound-other',
    'access_token_certificate_mismatch',
    { ja: '証明書に結び付いたトークンを、ほかの証明書で使う', en: 'A bound token with another certificate' },
    { to: 'own', shown: 'otherName' },
  ),
  bound(
    'bound-expired',
    'access_token_certificate_expired',
    {
      ja: '有効期間を過ぎた証明書に結び付いたトークン',
      en: 'A token bound to a certificate that has expired',
    },
    { to: 'expired', shown: 'expired' },
  ),
  bound(
    'bound-revoked',
    'access_token_certificate_revoked',
    { ja: '失効した証明書に結び付いたトークン', en: 'A token bound to a certificate that was revoked' },
    { to: 'revoked', shown: 'revoked', prepare: revoke },
  ),
];
