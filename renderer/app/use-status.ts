import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OperationResult } from '../../server/control/operation.ts';
import { getStatus } from '../../server/control/operations/status.ts';
import { useOperation } from './control-context.tsx';

export type SandboxStatus = OperationResult<typeof getStatus>;

/** How the sandbox stands; read again every few seconds and after every change. */
export function useStatus(): UseQueryResult<SandboxStatus> {
  return useOperation(getStatus, {}, { refetchInterval: 5000 });
}

interface TickingClock {
  mode: SandboxStatus['clock']['mode'];
  bankNow: number;
  realNow: number;
}

/** The bank's clock, moving on between two readings. */
export function useBankClock(): TickingClock | undefined {
  const { data, dataUpdatedAt } = useStatus();
  const [realNow, setRealNow] = useState(() => Date.now());
  const frozen = data?.clock.mode === 'frozen';
  useEffect(() => {
    const timer = setInterval(() => setRealNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (!data) return undefined;
  const now = Math.max(realNow, dataUpdatedAt);
  const bankNow = Date.parse(data.clock.now) + (frozen ? 0 : now - dataUpdatedAt);
  return { mode: data.clock.mode, bankNow, realNow: now };
}
