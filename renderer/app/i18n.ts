import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { texts, type ConsoleTexts } from './texts.ts';

export type Language = 'ja' | 'en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: ConsoleTexts };
  }
}

const storageKey = 'ib-link-sandbox.language';

function preferredLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (chosen === 'ja' || chosen === 'en') return chosen;
  return navigator.languages.some((tag) => tag.startsWith('ja')) || !navigator.language.startsWith('en')
    ? 'ja'
    : 'en';
}

/** Makes the console's texts ready. Synchronous: every text is in the bundle. */
export function createI18n(language: Language = preferredLanguage()): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'ja',
    resources: { ja: { translation: texts.ja }, en: { translation: texts.en } },
    interpolation: { escapeValue: false },
    initAsync: false,
    // Scopes such as `account:balance` are keys too.
    nsSeparator: false,
  });
  document.documentElement.lang = language;
  instance.on('languageChanged', (next) => {
    document.documentElement.lang = next;
    localStorage.setItem(storageKey, next);
  });
  return instance;
}
