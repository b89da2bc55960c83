import type { Request, RequestHandler, Response } from 'express';
import { csrfToken } from '../authorization/browser-binding.ts';
import { keepLogin } from '../authorization/login-cookie.ts';
import { certificateState, holderOfCertificate } from '../bank/customer-certificates.ts';
import { Refusal } from '../bank/refusal.ts';
import { refuseWhenClosed } from '../bank/service-hours.ts';
import { signInWithCertificate } from '../bank/sign-in.ts';
import type { CustomerCertificate } from '../bank/model.ts';
import { cameByTls, presentedCertificate } from '../certificates/presented-certificate.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { dateInWords } from './dates.ts';
import type { CertificateChoice } from './pages/certificate.tsx';
import { screenPaths } from './paths.ts';
import {
  leadToPresentStep,
  occurrenceOf,
  pageStatus,
  seeOther,
  sendPage,
  stepOf,
  submittedStep,
  type Step,
} from './step.ts';
import { stylesheetsOf } from './stylesheets.ts';
import { fieldOf, linkTo } from './visit.ts';

/** What the simulated chooser sends for the choice of no certificate. */
const NO_CERTIFICATE = 'none';

/** A chooser with more is no help to anybody. */
const CHOICES_SHOWN = 200;

type Chosen = Pick<CustomerCertificate, 'serialNumber' | 'notBefore' | 'notAfter'>;

/**
 * `GET /ib/certificate`: over TLS the browser has been asked for a certificate and has answered by
 * now; without TLS the page stands in for the browser's chooser.
 */
export function certificateScreen(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    const step = stepOf(context, request, screenPaths.certificate);
    if (step.interaction.stage !== 'login') {
      leadToPresentStep(request, response, step);
      return;
    }
    const { httpsIssuer } = context.addresses;
    if (httpsIssuer === null) {
      refuseWhenClosed(context.settings(), context.clock.now());
      exchangeOf(request).explain('certificate_page_shown');
      await showPage(context, request, response, step);
    } else if (cameByTls(request)) {
      await signIn(context, request, response, step, () => verifiedCertificate(context, request));
    } else {
      exchangeOf(request).explain('certificate_requested');
      seeOther(response, httpsIssuer + linkTo(screenPaths.certificate, step.visit.carried));
    }
  };
}

/** `POST /ib/certificate`: the choice made in the simulated chooser, or another try over TLS. */
export function submitCertificate(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    const step = submittedStep(context, request, screenPaths.certificate);
    if (context.addresses.httpsIssuer !== null) {
      exchangeOf(request).explain('certificate_requested');
      seeOther(response, linkTo(screenPaths.certificate, step.visit.carried));
      return;
    }
    await signIn(context, request, response, step, () => chosenCertificate(context, request));
  };
}

/** @throws Refusal `certificate_untrusted` for one of another authority. */
function verifiedCertificate(context: SandboxContext, request: Request): Chosen | undefined {
  const presented = presentedCertificate(request);
  if (presented && !context.certificates.signed(presented.certificate)) {
    throw new Refusal('certificate_untrusted', { subject: presented.subject });
  }
  return presented;
}

function chosenCertificate(context: SandboxContext, request: Request): Chosen | undefined {
  const serialNumber = fieldOf(request.body, 'certificate');
  if (serialNumber === undefined || serialNumber === NO_CERTIFICATE) return undefined;
  const holder = holderOfCertificate(context.state, serialNumber);
  if (!holder) throw new Refusal('certificate_unknown', { serialNumber });
  return holder.certificate;
}

async function signIn(
  context: SandboxContext,
  request: Request,
  response: Response,
  step: Step,
  choose: () => Chosen | undefined,
): Promise<void> {
  const exchange = exchangeOf(request);
  const { interactionId } = step.interaction;
  try {
    const certificate = choose();
    // Told beforehand, so that a fault for this customer can strike before anything is done.
    const holder = certificate && holderOfCertificate(context.state, certificate.serialNumber);
    if (holder) exchange.identify({ customerId: holder.customer.id });
    const signedIn = await context.work.run(
      (tx) => signInWithCertificate(tx, { interactionId, certificate }),
      exchange.addEffects,
    );
    const done = signedIn.stage === 'consent';
    if (done) keepLogin(context, request, response, signedIn);
    exchange.explain(done ? 'signed_in' : 'certificate_accepted');
    seeOther(response, linkTo(done ? screenPaths.consent : screenPaths.login, step.visit.carried));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'interaction_wrong_stage') leadToPresentStep(request, response, step);
    else if (!error.code.startsWith('certificate_')) throw error;
    else await showPage(context, request, response, step, error);
  }
}

async function showPage(
  context: SandboxContext,
  request: Request,
  response: Response,
  { interaction, visit }: Step,
  refusal?: Refusal,
): Promise<void> {
  if (refusal) {
    exchangeOf(request).refuse(refusal);
    // A certificate belongs to the connection: another try needs another one.
    response.set('Connection', 'close');
  }
  const { renderCertificate } = await import('./render.tsx');
  const html = renderCertificate(stylesheetsOf(context), {
    visit,
    csrf: csrfToken(context, interaction),
    choices: context.addresses.httpsIssuer === null ? choicesOf(context, visit.language) : undefined,
    refusal,
    occurrence: occurrenceOf(context, request, visit),
  });
  sendPage(response, refusal ? pageStatus(refusal) : 200, html, true);
}

function choicesOf(context: SandboxContext, language: 'ja' | 'en'): CertificateChoice[] {
  const now = context.clock.now();
  const { customers } = context.state;
  return customers
    .rowsOf(customers.ranked('certified').above(), CHOICES_SHOWN)
    .flatMap(({ loginId, name, certificates = [] }) =>
      certificates.map((certificate) => ({
        serialNumber: certificate.serialNumber,
        holder: `${name} (${loginId})`,
        from: dateInWords(certificate.notBefore, language),
        until: dateInWords(certificate.notAfter, language),
        state: certificateState(certificate, now),
      })),
    )
    .slice(0, CHOICES_SHOWN);
}
