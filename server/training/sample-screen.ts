import type { Client, CustomerKind } from '../bank/model.ts';
import { fillIn } from '../bank/refusal.ts';
import { permissionsAmong, scopesOf } from '../bank/scopes.ts';
import { DAY } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { inWords } from '../screens/dates.ts';
import { institutionStylesheet } from '../screens/institution-colors.ts';
import { screenPaths } from '../screens/paths.ts';
import { framedParts, type Callout, type FramedPart } from '../screens/preview.ts';
import { askerOf } from '../screens/step.ts';
import { stylesheet } from '../screens/stylesheet.ts';
import { stylesheetsOf } from '../screens/stylesheets.ts';
import { names } from '../screens/texts/names.ts';
import type { Language, Variant, Visit } from '../screens/visit.ts';
import { framesStylesheet } from './frames-stylesheet.ts';
import { previewTexts } from './texts.ts';

/**
 * What stands in place of a style nonce (CSP3 §8.1): the page that shows a sample inside itself puts
 * its own there, because a document in a frame of that page stands under that page's policy.
 */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

export type SampleStep = 'login' | 'consent';

export interface SampleScreen {
  readonly variant: Variant;
  readonly step: SampleStep;
  readonly language: Language;
  /** On whose behalf the customer is asked. */
  readonly client: Client;
  /** The number of this step on the reader's page; undefined: no red frames. */
  readonly framesOf: number | undefined;
  /** Whether the frames' explanations stand on the screen, or whoever shows it prints them beside it. */
  readonly explained: boolean;
}

/** On paper, a picture of a screen shows what is on the screen: buttons and colours too. */
const screenStylesheet = `${stylesheet.replaceAll('@media print', '@media not all')} :root { print-color-adjust: exact; }`;

const partsOf: Record<SampleStep, readonly FramedPart[]> = {
  login: ['credentials'],
  consent: framedParts.filter((part) => part !== 'credentials'),
};

/**
 * A screen of the bank as HTML, drawn by the very components that draw it for customers, with a
 * customer of the present scenario. It leads nowhere: no address, no token of an interaction.
 */
export async function renderSampleScreen(context: SandboxContext, sample: SampleScreen): Promise<string> {
  const { renderConsent, renderLogin } = await import('../screens/render.tsx');
  const { language, client, step, variant } = sample;
  const settings = context.settings();
  const visit: Visit = {
    language,
    variant,
    institution: settings.institution,
    carried: {},
    path: step === 'login' ? screenPaths.login : screenPaths.consent,
    preview: previewOf(context, sample),
  };
  const customer = sampleCustomer(context, variant === 'corporate' ? 'corporate' : 'personal');
  const shared = {
    visit,
    csrf: '',
    asker: askerOf(client, language),
    refusal: undefined,
    occurrence: { at: inWords(context.clock.now(), language), reference: '' },
  };
  if (step === 'login') {
    return renderLogin(stylesheetsOf(context), {
      ...shared,
      loginId: customer?.loginId ?? '',
      choosesKind: false,
    });
  }
  const { grantDays } = settings.lifetimes;
  const permissions = permissionsAmong(scopesOf(client));
  return renderConsent(stylesheetsOf(context), {
    ...shared,
    customerName: customer?.name ?? '',
    requested: permissions,
    ticked: permissions,
    accounts: undefined,
    agreed: true,
    grantDays,
    until: inWords(context.clock.now() + grantDays * DAY, language),
    termsVersion: settings.termsVersion,
    termsAgreedBefore: undefined,
  });
}

function previewOf(context: SandboxContext, sample: SampleScreen): NonNullable<Visit['preview']> {
  const callouts = calloutsOf(sample);
  const { explained, language } = sample;
  const colors = institutionStylesheet(context.settings().institution.colors);
  return {
    css: `${screenStylesheet}${colors}${framesStylesheet(callouts)}`,
    nonce: NONCE_PLACEHOLDER,
    mark: previewTexts[language].mark,
    callouts: explained ? callouts : [],
  };
}

/** What is said about each framed part of a screen; nothing where none is framed. */
export function calloutsOf({
  step,
  language,
  variant,
  framesOf,
}: Pick<SampleScreen, 'step' | 'language' | 'variant' | 'framesOf'>): Callout[] {
  if (framesOf === undefined) return [];
  const parts = partsOf[step];
  const idName = names[variant === 'corporate' ? 'customerId' : 'contractId'].ja;
  return parts.map((part, index) => ({
    part,
    number: parts.length === 1 ? String(framesOf) : `${String(framesOf)}-${String(index + 1)}`,
    text: fillIn(previewTexts[language].callouts[part], { idName }),
  }));
}

/** Somebody of the scenario whose screens look ordinary. */
function sampleCustomer({ state }: SandboxContext, kind: CustomerKind) {
  return [...state.customers].find(
    (customer) => customer.kind === kind && customer.status === 'active' && customer.login !== 'certificate',
  );
}
