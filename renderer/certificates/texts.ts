import { bilingual } from '../app/bilingual.ts';

export const certificatesTexts = bilingual(
  {
    serialNumber: 'シリアル番号',
    state: '状態',
    stateText: {
      valid: '有効',
      expiring: 'まもなく期限（30日以内）',
      expired: '期限切れ',
      revoked: '失効',
      not_yet_valid: '開始前',
    },
    notBefore: '有効期間の開始',
    notAfter: '有効期間の終了',
    revokedAt: '失効日時',
    thumbprint: '拇印（x5t#S256）',
    subject: 'サブジェクト',
    issue: '証明書を発行',
    issueTitle: '証明書を発行',
    validity: '有効期間',
    kind: { valid: '有効', expiring: 'まもなく期限', expired: '期限切れ' },
    kindHint: {
      valid: '今日から1年間使えます。',
      expiring: '残り14日です。更新の案内が出る状態を試せます。',
      expired: '30日前に切れています。古い証明書を選んでしまう失敗を試せます。',
    },
    bankClock: '日付と状態は、銀行の時計によるものです。時刻を進めると期限も来ます。',
    export: '取り出す',
    exportOf: '証明書 {{serialNumber}} を取り出す',
    revoke: '失効させる',
    revokeOf: '証明書 {{serialNumber}} を失効させる',
    revokeTitle: '証明書を失効させますか',
    revokeCustomer: 'この証明書では、ただちにログインできなくなります。元に戻せません。連携許可は続きます。',
    revokeClient:
      'この証明書では、ただちに認証できなくなり、結び付いたトークンも使えなくなります。元に戻せません。',
    revoked: '証明書を失効させました',
    tooMany: '最初の{{shown}}枚を表示しています。',
    file: {
      title: '証明書のファイルができました',
      once: 'パスワードが表示されるのは今だけです。控えてからファイルを保存し、OSやブラウザーの「証明書」に取り込んでください。',
      name: 'ファイル（PKCS#12）',
      password: 'パスワード',
      save: 'ファイルを保存',
      saveKey: '秘密鍵（PEM）を保存',
      saveCertificate: '証明書（PEM）を保存',
      saveCa: '認証局の証明書（PEM）を保存',
      done: '控えました',
    },
    customer: {
      title: '電子証明書',
      empty: '電子証明書はまだありません',
      emptyHint:
        '発行すると、ログイン画面の「電子証明書認証」で選べます。HTTPSが有効なら、ブラウザーに取り込んで本物の証明書として使います。',
      passwordOnly:
        'この契約者のログイン方法は「ID・パスワード」なので、証明書を示しても断られます。編集でログイン方法を変えてください。',
      simulated:
        'HTTPSが無効なので、ログイン画面では一覧から選ぶシミュレーションになります。本物の選択画面は --https-port で起動すると使えます。',
      another: 'ほかの契約者の証明書を試すには',
      anotherText:
        '別の契約者の証明書を取り出して同じブラウザーに取り込み（シミュレーションでは一覧から選び）、この契約者としてログインします。「証明書とパスワード」の契約者、または login_hint 付きの要求では、本人のものでないことを理由に断られます。証明書だけの契約者では、証明書の持ち主としてログインします。',
    },
    client: {
      title: 'クライアント証明書（相互TLS）',
      empty: 'クライアント証明書はまだ発行していません',
      emptyHint:
        'tls_client_auth での認証と、証明書に結び付けたトークン（RFC 8705）に使います。秘密鍵は発行したときにだけ渡します。',
      tlsOff:
        'HTTPSが無効なので、いまは証明書を示せるアドレスがありません。--https-port を付けて起動してください。',
      subjectHint:
        '空欄のときは、登録された tls_client_auth_subject_dn、なければ client_id です。誤った名前の証明書を試すときだけ書きます（RFC 4514）。',
      selfSigned:
        'このクライアントの認証方法は self_signed_tls_client_auth です。自分で作った証明書を jwks の x5c に登録してください。ここで発行したものは認証には使えません。',
    },
    ca: {
      title: 'HTTPSとサンドボックスの認証局',
      on: 'HTTPSのアドレス',
      off: 'HTTPSは無効です',
      offHint:
        '--https-port 4443 を付けて起動すると、サンドボックスの認証局が署名した証明書で {{host}} が応答し、電子証明書と相互TLSを本物のまま試せます。認証局の証明書もここから保存できるようになります。',
      save: '認証局の証明書を保存（PEM）',
      fingerprint: 'SHA-256 フィンガープリント',
      ephemeral: '--ephemeral では、起動するたびに認証局が新しくなります。',
      warning:
        'この認証局はこのサンドボックスだけのものです。信頼ストアに入れたら、使い終わったあとに外してください。プログラムだけで使うなら、OSに入れずにファイルを渡すほうが安全です。',
      howTo: '信頼させるには',
      where: '場所',
      steps: '手順',
      firefox:
        '設定 → プライバシーとセキュリティ → 証明書を表示 → 認証局証明書 → インポート。「ウェブサイトの識別」を選びます。',
      chrome: 'OSの信頼ストアを使います。Linuxでは次のとおりです。',
    },
  },
  {
    serialNumber: 'Serial number',
    state: 'State',
    stateText: {
      valid: 'Valid',
      expiring: 'Expiring (within 30 days)',
      expired: 'Expired',
      revoked: 'Revoked',
      not_yet_valid: 'Not yet valid',
    },
    notBefore: 'Valid from',
    notAfter: 'Valid to',
    revokedAt: 'Revoked at',
    thumbprint: 'Thumbprint (x5t#S256)',
    subject: 'Subject',
    issue: 'Issue a certificate',
    issueTitle: 'Issue a certificate',
    validity: 'Validity',
    kind: { valid: 'Valid', expiring: 'Expiring', expired: 'Expired' },
    kindHint: {
      valid: 'Good for a year from today.',
      expiring: 'Fourteen days are left: to see how a renewal is announced.',
      expired: 'Over for 30 days: to rehearse picking an old one.',
    },
    bankClock: 'Dates and states follow the bank’s clock: move the time, and certificates run out.',
    export: 'Export',
    exportOf: 'Export the certificate {{serialNumber}}',
    revoke: 'Revoke',
    revokeOf: 'Revoke the certificate {{serialNumber}}',
    revokeTitle: 'Revoke the certificate?',
    revokeCustomer:
      'Nobody can log in with it from now on. This cannot be undone. Linkages that stand go on.',
    revokeClient:
      'It authenticates nobody from now on, and tokens bound to it open nothing. This cannot be undone.',
    revoked: 'The certificate is revoked',
    tooMany: 'The first {{shown}} are shown.',
    file: {
      title: 'The certificate is ready',
      once: 'The password is shown only now. Note it, save the file, and import it into the certificates of the computer or browser.',
      name: 'File (PKCS#12)',
      password: 'Password',
      save: 'Save the file',
      saveKey: 'Save the private key (PEM)',
      saveCertificate: 'Save the certificate (PEM)',
      saveCa: 'Save the CA’s certificate (PEM)',
      done: 'I have noted it',
    },
    customer: {
      title: 'Certificates',
      empty: 'No certificates yet',
      emptyHint:
        'Once issued, it can be chosen under 電子証明書認証 at login. With HTTPS on, import it into the browser and use it as the real thing.',
      passwordOnly:
        'This customer logs in by password only, so a certificate is refused. Change the way of logging in under Edit.',
      simulated:
        'HTTPS is off, so the login page simulates the choice with a list. Start with --https-port for the browser’s own.',
      another: 'To try another customer’s certificate',
      anotherText:
        'Export the certificate of another customer and import it into the same browser (in the simulation, pick it from the list), then log in as this one. Where certificate and password are both asked for, or the request has a login_hint, it is refused because it is somebody else’s. Where the certificate alone is asked for, it logs its own holder in.',
    },
    client: {
      title: 'Client certificates (mutual TLS)',
      empty: 'No client certificates yet',
      emptyHint:
        'For tls_client_auth and for tokens bound to a certificate (RFC 8705). The private key is handed over when it is issued, and never again.',
      tlsOff: 'HTTPS is off, so there is no address to show a certificate at. Start with --https-port.',
      subjectHint:
        'Left empty: the registered tls_client_auth_subject_dn, else the client_id. Write one only to try a wrong name (RFC 4514).',
      selfSigned:
        'This client authenticates by self_signed_tls_client_auth: register a certificate of your own as x5c in its jwks. One issued here does not authenticate it.',
    },
    ca: {
      title: 'HTTPS and the sandbox’s CA',
      on: 'Address over HTTPS',
      off: 'HTTPS is off',
      offHint:
        'Started with --https-port 4443, the sandbox answers at {{host}} with a certificate of its own CA, and electronic certificates and mutual TLS are the real thing. The CA’s certificate can be saved here then.',
      save: 'Save the CA’s certificate (PEM)',
      fingerprint: 'SHA-256 fingerprint',
      ephemeral: 'With --ephemeral each start makes a new CA.',
      warning:
        'This CA belongs to this sandbox alone. If you put it into a trust store, take it out when you are done. For a program, handing over the file is safer than trusting it on the whole computer.',
      howTo: 'To have it trusted',
      where: 'Where',
      steps: 'How',
      firefox:
        'Settings → Privacy & Security → View Certificates → Authorities → Import. Choose to trust it for websites.',
      chrome: 'Uses the computer’s trust store. On Linux:',
    },
  },
);
