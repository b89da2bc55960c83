/** Where the screens are on the bank origin. */
export const screenPaths = {
  login: '/ib/login',
  consent: '/ib/consent',
  certificate: '/ib/certificate',
  logout: '/ib/logout',
  terms: '/ib/terms',
  about: '/ib/about',
  forgotPassword: '/ib/forgot-password',
  assets: '/ib/assets',
} as const;
