import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Operation } from '../../server/control/operation.ts';
import { useControl } from '../app/control-context.tsx';
import { cspNonce } from '../app/csp-nonce.ts';

/** Where a picture leaves room for the nonce of the page that shows it. */
const noncePlaceholder = '__CSP_NONCE__';

/** A document drawn by the sandbox, made fit to be shown inside this page, whose policy then holds for it too. */
export function usePicture(
  declared: Operation,
  query: Record<string, string | undefined>,
): UseQueryResult<string> {
  const client = useControl();
  return useQuery({
    queryKey: [declared.id, query],
    // The picture before is better than none while the next one is drawn.
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const response = await client.request(declared, { query });
      return (await response.text()).replaceAll(noncePlaceholder, cspNonce());
    },
  });
}
