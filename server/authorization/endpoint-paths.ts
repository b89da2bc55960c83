/** Where the authorization server's endpoints are, below the issuer; the aliases of contract §3 beside them. */
export const endpointPaths = {
  authorization: ['/oauth2/authorize', '/auth/v1/authorization', '/ganb/api/auth/v1/authorization'],
  token: ['/oauth2/token', '/auth/v1/token', '/ganb/api/auth/v1/token'],
  pushedRequest: ['/oauth2/par'],
  revocation: ['/oauth2/revoke', '/auth/v1/tokens/revoke', '/ganb/api/auth/v1/tokens/revoke'],
  introspection: ['/oauth2/introspect'],
  userinfo: ['/oauth2/userinfo'],
  grants: ['/oauth2/grants'],
  endSession: ['/oauth2/logout'],
  registration: ['/oauth2/register'],
  jwks: ['/oauth2/jwks'],
} as const;

export const metadataPaths = [
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
] as const;
