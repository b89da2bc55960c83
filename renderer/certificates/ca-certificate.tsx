import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Download from 'lucide-react/icons/download';
import LockOpen from 'lucide-react/icons/lock-open';
import { useTranslation } from 'react-i18next';
import { getCaCertificate } from '../../server/control/operations/certificates.ts';
import { useControl } from '../app/control-context.tsx';
import { useStatus, type SandboxStatus } from '../app/use-status.ts';
import { CopyLine, CopyLines } from '../overview/copy-lines.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Card } from '../ui/page.tsx';
import { saveFile } from '../ui/save-file.ts';
import { Loaded } from '../ui/state-panel.tsx';
import classes from './ca-certificate.module.css';

const FILE = 'ib-link-sandbox-ca.pem';

/** The bank over TLS: where it answers, and the CA that a partner's program has to trust. */
export function CaCertificate() {
  const { t } = useTranslation();
  const status = useStatus();
  return (
    <Card title={t('certificates.ca.title')}>
      <Loaded query={status} rows={4}>
        {({ addresses, dataDir }) =>
          addresses.httpsIssuer === null ? (
            <TlsOff issuer={addresses.issuer} />
          ) : (
            <TlsOn httpsIssuer={addresses.httpsIssuer} dataDir={dataDir} />
          )
        }
      </Loaded>
    </Card>
  );
}

function TlsOff({ issuer }: { issuer: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.off}>
      <p className={classes.offTitle}>
        <LockOpen size={16} aria-hidden />
        {t('certificates.ca.off')}
      </p>
      <p>{t('certificates.ca.offHint', { host: new URL(issuer).hostname })}</p>
      <Button disabled leftSection={<Download size={14} aria-hidden />}>
        {t('certificates.ca.save')}
      </Button>
    </div>
  );
}

function TlsOn({ httpsIssuer, dataDir }: { httpsIssuer: string; dataDir: SandboxStatus['dataDir'] }) {
  const { t } = useTranslation();
  const control = useControl();
  const query = useQuery({
    queryKey: [getCaCertificate.id, 'text'],
    queryFn: async () => {
      const response = await control.request(getCaCertificate, {});
      const pem = await response.text();
      return { pem, fingerprint: await fingerprintOf(pem) };
    },
  });
  return (
    <Loaded query={query} rows={4}>
      {({ pem, fingerprint }) => (
        <>
          <CopyLines>
            <CopyLine name={t('certificates.ca.on')} value={httpsIssuer} />
            <CopyLine name={t('certificates.ca.fingerprint')} value={fingerprint} />
          </CopyLines>
          <div className={classes.actions}>
            <Button
              leftSection={<Download size={14} aria-hidden />}
              onClick={() => saveFile(FILE, new Blob([pem], { type: 'application/x-pem-file' }))}
            >
              {t('certificates.ca.save')}
            </Button>
            {dataDir === null ? <span className={classes.soft}>{t('certificates.ca.ephemeral')}</span> : null}
          </div>
          <TrustSteps httpsIssuer={httpsIssuer} />
        </>
      )}
    </Loaded>
  );
}

/** How each trust store takes the certificate in. */
function TrustSteps({ httpsIssuer }: { httpsIssuer: string }) {
  const { t } = useTranslation();
  const stores: { name: string; words?: string; command?: string }[] = [
    { name: 'Node.js', command: `NODE_EXTRA_CA_CERTS=./${FILE} node app.js` },
    { name: 'curl', command: `curl --cacert ${FILE} ${httpsIssuer}/.well-known/openid-configuration` },
    { name: 'Python (requests)', command: `REQUESTS_CA_BUNDLE=./${FILE} python app.py` },
    {
      name: 'Java',
      command: `keytool -importcert -alias ib-link-sandbox -file ${FILE} -keystore truststore.p12 -storetype PKCS12`,
    },
    { name: 'Windows', command: `certutil -user -addstore Root ${FILE}` },
    {
      name: 'macOS',
      command: `security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ${FILE}`,
    },
    {
      name: 'Debian, Ubuntu',
      command: `sudo cp ${FILE} /usr/local/share/ca-certificates/ib-link-sandbox-ca.crt && sudo update-ca-certificates`,
    },
    {
      name: 'Chrome, Edge',
      words: t('certificates.ca.chrome'),
      command: `certutil -d sql:$HOME/.pki/nssdb -A -t "C,," -n ib-link-sandbox -i ${FILE}`,
    },
    { name: 'Firefox', words: t('certificates.ca.firefox') },
  ];
  return (
    <>
      <h3 className={classes.heading}>{t('certificates.ca.howTo')}</h3>
      <dl className={classes.steps}>
        {stores.map(({ name, words, command }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {words ? <p>{words}</p> : null}
              {command ? (
                <span className={classes.command}>
                  <code>{command}</code>
                  <CopyButton value={command} what={name} />
                </span>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.warning}>{t('certificates.ca.warning')}</p>
    </>
  );
}

/** SHA-256 of the DER, as trust stores show it: upper-case pairs with colons. */
async function fingerprintOf(pem: string): Promise<string> {
  const base64 = pem.replace(/-----[^-]+-----|\s/g, '');
  const der = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', der));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}
