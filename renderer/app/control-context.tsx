import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, use, type ReactNode } from 'react';
import type { Operation, OperationResult } from '../../server/control/operation.ts';
import { ControlError, type CallInput, type ControlClient } from './control-client.ts';

const ControlContext = createContext<ControlClient | undefined>(undefined);

export function ControlProvider({ client, children }: { client: ControlClient; children: ReactNode }) {
  return <ControlContext value={client}>{children}</ControlContext>;
}

export function useControl(): ControlClient {
  const client = use(ControlContext);
  if (!client) throw new Error('useControl needs a ControlProvider above it');
  return client;
}

/** Reads through an operation; the same operation and input share one answer. */
export function useOperation<Declared extends Operation>(
  declared: Declared,
  input: CallInput<Declared>,
  options: { enabled?: boolean; refetchInterval?: number | false; keepPrevious?: boolean } = {},
): UseQueryResult<OperationResult<Declared>> {
  const client = useControl();
  return useQuery({
    queryKey: [declared.id, input],
    queryFn: () =>
      client.call<Operation>(declared, input as CallInput<Operation>) as Promise<OperationResult<Declared>>,
    enabled: options.enabled ?? true,
    ...(options.refetchInterval === undefined ? {} : { refetchInterval: options.refetchInterval }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Changes through an operation. Everything shown is read again afterwards: one change has many effects at a bank. */
export function useChange<Declared extends Operation>(
  declared: Declared,
): UseMutationResult<OperationResult<Declared>, Error, CallInput<Declared>> {
  const client = useControl();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: CallInput<Declared>) =>
      client.call<Operation>(declared, input as CallInput<Operation>) as Promise<OperationResult<Declared>>,
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** Per-field messages of a refused change, empty where it was refused for another cause or not at all. */
export function fieldMessages(error: Error | null): Record<string, string> {
  return error instanceof ControlError ? error.messagesByField() : {};
}
