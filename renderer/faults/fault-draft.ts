import type { OperationInput, OperationResult } from '../../server/control/operation.ts';
import type { createFault, getFault } from '../../server/control/operations/faults.ts';

export type Fault = OperationResult<typeof getFault>;
type NewFault = OperationInput<typeof createFault>['body'];

export const faultKinds = ['error', 'delay', 'reset', 'empty', 'truncate', 'loseResponse'] as const;
export type FaultKind = (typeof faultKinds)[number];

export const methods = ['GET', 'POST', 'DELETE'] as const;

/** What the form holds: texts, as typed. */
export interface FaultDraft {
  method: string;
  path: string;
  clientId: string;
  loginId: string;
  kind: FaultKind;
  status: string;
  oauthError: string;
  errorCode: string;
  delayMs: string;
  times: string;
  percent: string;
}

export function kindOf({ action }: Pick<Fault, 'action'>): FaultKind {
  if (action.abort) return action.abort;
  if (action.loseResponse) return 'loseResponse';
  return action.status === undefined && !action.oauthError && !action.errorCode ? 'delay' : 'error';
}

export function draftOf(fault: Fault | undefined): FaultDraft {
  const { match, action } = fault ?? { match: {}, action: {} };
  return {
    method: match.method ?? '',
    path: match.path ?? '',
    clientId: match.clientId ?? '',
    loginId: match.loginId ?? '',
    kind: fault ? kindOf(fault) : 'error',
    status: text(fault ? action.status : 503),
    oauthError: action.oauthError ?? '',
    errorCode: action.errorCode ?? '',
    delayMs: text(action.delayMs),
    times: text(fault?.times),
    percent: text(fault?.probability === undefined ? undefined : Math.round(fault.probability * 100)),
  };
}

/**
 * The rule a draft describes. What the form has no field for stays as it was; what was typed is
 * judged by the sandbox, not here.
 */
export function faultOf(draft: FaultDraft, before?: Fault): NewFault & Pick<Fault, 'match'> {
  const { page, grantType } = before?.match ?? {};
  return {
    match: {
      ...(draft.method ? { method: draft.method as NonNullable<Fault['match']['method']> } : {}),
      ...(draft.path ? { path: draft.path.trim() } : {}),
      ...(draft.clientId ? { clientId: draft.clientId } : {}),
      ...(draft.loginId ? { loginId: draft.loginId.trim() } : {}),
      ...(page === undefined ? {} : { page }),
      ...(grantType === undefined ? {} : { grantType }),
    },
    action: actionOf(draft),
    ...(draft.times ? { times: Number(draft.times) } : {}),
    ...probabilityOf(draft.percent, before),
  };
}

/** Emptied, a share that was set becomes certainty: a change can't take a member away. */
function probabilityOf(percent: string, before: Fault | undefined): Pick<NewFault, 'probability'> {
  if (percent) return { probability: Number(percent) / 100 };
  return before?.probability === undefined ? {} : { probability: 1 };
}

function actionOf({ kind, status, oauthError, errorCode, delayMs }: FaultDraft): NewFault['action'] {
  const delay = delayMs ? { delayMs: Number(delayMs) } : {};
  switch (kind) {
    case 'delay':
      return delay;
    case 'loseResponse':
      return { ...delay, loseResponse: true };
    case 'error':
      return {
        ...delay,
        ...(status ? { status: Number(status) } : {}),
        ...(oauthError ? { oauthError: oauthError.trim() } : {}),
        ...(errorCode ? { errorCode: errorCode.trim() } : {}),
      };
    default:
      return { ...delay, abort: kind };
  }
}

function text(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
