import { accessTokenRefusals } from './access-token.ts';
import { clientAuthenticationRefusals } from './client-authentication.ts';
import { clientManagementRefusals } from './client-management.ts';
import { dpopRefusals } from './dpop.ts';
import { grantRefusals } from './grant.ts';
import { tokenRequestRefusals } from './token-request.ts';

/** Refusals of the token, revocation and related endpoints, and of tokens at the resources. */
export const tokenCatalogue = {
  ...clientAuthenticationRefusals,
  ...tokenRequestRefusals,
  ...grantRefusals,
  ...accessTokenRefusals,
  ...clientManagementRefusals,
  ...dpopRefusals,
} as const;
