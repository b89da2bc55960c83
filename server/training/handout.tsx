import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Client, Institution } from '../bank/model.ts';
import { fillIn } from '../bank/refusal.ts';
import { bankDateOf } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { askerOf } from '../screens/step.ts';
import type { Language, Variant } from '../screens/visit.ts';
import { handoutStylesheet } from './handout-stylesheet.ts';
import { NONCE_PLACEHOLDER, renderSampleScreen, type SampleStep } from './sample-screen.ts';
import { handoutTexts } from './texts.ts';

/** The steps at the bank, as the notice numbers them: 1 is at the partner (seed: 許可登録するイメージ). */
const numberInNotice = { login: 2, consent: 3 } as const;

interface Picture {
  readonly variant: Variant;
  readonly step: SampleStep;
  readonly html: string;
}

/**
 * What a bank gives to its customers (seed: 別紙): the steps, the screens of each kind of customer with
 * red frames, how long the linkage lasts, and whom to ask. Print-ready A4 HTML without scripts.
 */
export async function renderHandout(
  context: SandboxContext,
  client: Client,
  language: Language,
): Promise<string> {
  const pictures: Picture[] = [];
  for (const variant of variantsFor(client)) {
    for (const step of ['login', 'consent'] as const) {
      const framesOf = numberInNotice[step];
      const html = await renderSampleScreen(context, { variant, step, language, client, framesOf });
      pictures.push({ variant, step, html });
    }
  }
  const { institution, lifetimes } = context.settings();
  const document = (
    <Handout
      language={language}
      institution={institution}
      service={askerOf(client).service}
      days={lifetimes.grantDays}
      date={bankDateOf(context.clock.now())}
      pictures={pictures}
    />
  );
  return `<!doctype html>${renderToStaticMarkup(document)}`;
}

/** The screens a customer of this partner can meet. */
function variantsFor(client: Client): Variant[] {
  const personal: Variant[] = ['personal-pc', 'personal-smartphone'];
  if (client.sandbox_customer_kind === 'personal') return personal;
  return client.sandbox_customer_kind === 'corporate' ? ['corporate'] : [...personal, 'corporate'];
}

interface HandoutProps {
  readonly language: Language;
  readonly institution: Institution;
  readonly service: string;
  readonly days: number;
  readonly date: string;
  readonly pictures: readonly Picture[];
}

function Handout({ language, institution, service, days, date, pictures }: HandoutProps): ReactNode {
  const texts = handoutTexts[language];
  const name = language === 'ja' ? institution.name : institution.nameEn;
  const details = { institution: name, service, days };
  const variants = [...new Set(pictures.map(({ variant }) => variant))];
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{fillIn(texts.title, details)}</title>
        <style nonce={NONCE_PLACEHOLDER} dangerouslySetInnerHTML={{ __html: handoutStylesheet }} />
      </head>
      <body>
        <header>
          <p className="sandbox">{texts.sandbox}</p>
          <p className="issuer">
            <span>{name}</span>
            <time dateTime={date}>{date}</time>
          </p>
          <h1>{fillIn(texts.title, details)}</h1>
          <p>{fillIn(texts.lead, details)}</p>
        </header>
        <ol className="steps">
          {texts.steps.map((step) => (
            <li key={step}>{fillIn(step, details)}</li>
          ))}
        </ol>
        <p className="validity">{fillIn(texts.validity, details)}</p>
        {variants.map((variant) => (
          <section key={variant} className={variant}>
            <h2>{texts.variants[variant]}</h2>
            <div className="pictures">
              {pictures
                .filter((picture) => picture.variant === variant)
                .map(({ step, html }) => (
                  <figure key={step}>
                    <figcaption>{fillIn(texts.captions[step], details)}</figcaption>
                    <div className="picture">
                      <iframe srcDoc={html} title={texts.captions[step]} sandbox="allow-same-origin" />
                    </div>
                  </figure>
                ))}
            </div>
          </section>
        ))}
        <footer>
          <h2>{texts.contact}</h2>
          <p>
            {institution.supportDesk.name} {institution.supportDesk.hours} {institution.supportDesk.phone}
          </p>
          <p>{fillIn(texts.partnerContact, details)}</p>
        </footer>
      </body>
    </html>
  );
}
