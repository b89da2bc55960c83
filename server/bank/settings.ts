import { settingsOf } from './grants.ts';
import { institutionProfiles, type InstitutionProfile } from './institution-profiles.ts';
import { refuseFaults, type InputFault } from './invalid-input.ts';
import type { Institution, Settings } from './model.ts';
import type { Transaction } from './transaction.ts';

/** Settings of which any member may be left out; a list that is given replaces the list. */
export type SettingsChange = Partial<
  Omit<Settings, 'institution' | 'lifetimes' | 'policies' | 'retention' | 'serviceHours'>
> & {
  institution?: InstitutionChange;
  lifetimes?: Partial<Settings['lifetimes']>;
  policies?: Partial<Settings['policies']>;
  retention?: Partial<Settings['retention']>;
  serviceHours?: Partial<Settings['serviceHours']>;
};

type InstitutionChange = Partial<Omit<Institution, 'colors' | 'supportDesk'>> & {
  colors?: Partial<Institution['colors']>;
  supportDesk?: Partial<Institution['supportDesk']>;
};

/**
 * Changes the settings; they hold from the next request on. Grants and tokens that stand keep the
 * lifetimes they were given.
 *
 * @throws InvalidInput with every fault.
 */
export function changeSettings(tx: Transaction, change: SettingsChange): Settings {
  const after = changedSettings(settingsOf(tx.state), change);
  tx.put('settings', 'current', after);
  tx.report('settings.changed', { members: namesOf(change) });
  return after;
}

/** What the settings would become; changes nothing. @throws InvalidInput with every fault. */
export function changedSettings(before: Settings, change: SettingsChange): Settings {
  const after: Settings = {
    ...before,
    ...change,
    institution: changedInstitution(before.institution, change.institution ?? {}),
    lifetimes: { ...before.lifetimes, ...change.lifetimes },
    policies: { ...before.policies, ...change.policies },
    retention: { ...before.retention, ...change.retention },
    serviceHours: { ...before.serviceHours, ...change.serviceHours },
  };
  refuseFaults(settingsFaults(after));
  return after;
}

/** What contradicts itself in settings whose members are each within their limits. */
export function settingsFaults(settings: Settings): InputFault[] {
  return [...maintenanceFaults(settings), ...institutionFaults(settings.institution)];
}

/** An institution that is none of the ready-made ones. */
const OWN_PROFILE = 'own';

/** Another profile brings its whole institution; members given beside it come on top. */
function changedInstitution(before: Institution, change: InstitutionChange): Institution {
  const { profile } = change;
  const base =
    profile !== undefined && profile !== before.profile && isInstitutionProfile(profile)
      ? institutionProfiles[profile]
      : before;
  return {
    ...base,
    ...change,
    colors: { ...base.colors, ...change.colors },
    supportDesk: { ...base.supportDesk, ...change.supportDesk },
  };
}

function isInstitutionProfile(name: string): name is InstitutionProfile {
  return Object.hasOwn(institutionProfiles, name);
}

function institutionFaults(institution: Institution): InputFault[] {
  const faults: InputFault[] = [];
  if (institution.profile !== OWN_PROFILE && !isInstitutionProfile(institution.profile)) {
    const known = [...Object.keys(institutionProfiles), OWN_PROFILE].join(', ');
    faults.push({
      path: 'institution.profile',
      message: {
        ja: `プロファイル「${institution.profile}」はありません。${known} から選んでください。`,
        en: `There is no profile ${institution.profile}; choose from ${known}.`,
      },
    });
  }
  const codes = institution.branches.map(({ code }) => code);
  codes.forEach((code, index) => {
    if (codes.indexOf(code) === index) return;
    faults.push({
      path: `institution.branches[${index}].code`,
      message: {
        ja: `店番 ${code} が二度あります。一つにしてください。`,
        en: `The branch ${code} is given twice; keep one.`,
      },
    });
  });
  return faults;
}

function maintenanceFaults({ maintenance }: Settings): InputFault[] {
  return maintenance.flatMap(({ from, to }, index) =>
    Date.parse(from) < Date.parse(to)
      ? []
      : [
          {
            path: `maintenance[${index}].to`,
            message: {
              ja: '終わり（to）は始まり（from）より後にしてください。',
              en: 'The end (to) must come after the beginning (from).',
            },
          },
        ],
  );
}

/** `lifetimes.grantDays`, `language` …: what was changed, for the log. */
function namesOf(change: SettingsChange): string[] {
  return Object.entries(change).flatMap(([name, value]) =>
    typeof value === 'object' && !Array.isArray(value)
      ? Object.keys(value).map((member) => `${name}.${member}`)
      : [name],
  );
}
