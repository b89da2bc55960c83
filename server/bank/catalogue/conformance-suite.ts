import { refusals } from './entry.ts';

/** Refusals of the export for the OpenID Foundation's conformance suite. */
export const conformanceSuiteRefusals = refusals({
  conformance_suite_needs_https: {
    status: 409,
    spec: 'Control API: POST /conformance/suite-configurations',
    message: {
      ja: '適合性テストのスイートは TLS のアドレスだけを試しますが、この銀行は HTTPS で応答していません。',
      en: 'The conformance suite tests TLS addresses only, and this bank does not answer over HTTPS.',
    },
    hint: {
      ja: '--https-port 4443 を付けて起動し直してから、もう一度書き出してください。',
      en: 'Start the sandbox again with --https-port 4443, then export once more.',
    },
  },
});
