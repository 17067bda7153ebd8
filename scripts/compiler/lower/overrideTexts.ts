/** What the rules of a request say, by code and language. They are the compiler's own words; `{0}` is the playbook's part. */

export const ENGLISH = {
  'OVR-01': 'A request starts as Requested. Somebody else decides it.',
  'OVR-02': 'Granting and refusing is for approvers, and never for the person who asked. Ask a manager.',
  'OVR-03': 'Why should this deal go on without it? A sentence in Reason, 20 characters or more.',
  'OVR-04': 'This request has been decided. Withdraw it if it was granted, or ask anew.',
  'OVR-05': 'Nobody is excused from this criterion. Enter the code of one that may be passed, such as {0}.',
  'OVR-06': 'An exception lasts {0} days at most. Choose a day from today on in Until.',
} as const;

export type OverrideCode = keyof typeof ENGLISH;

/** By Salesforce's code of the language. */
export const OTHER_LANGUAGES: Readonly<Record<string, Readonly<Record<OverrideCode, string>>>> = {
  de: {
    'OVR-01': 'Eine Anfrage beginnt als Angefragt. Jemand anderes entscheidet darüber.',
    'OVR-02': 'Gewähren und ablehnen dürfen nur Genehmigende, und nie die anfragende Person. Eine vorgesetzte Person bitten.',
    'OVR-03': 'Warum soll es ohne dies weitergehen? Ein Satz in Grund, mindestens 20 Zeichen.',
    'OVR-04': 'Über diese Anfrage ist entschieden. Zurückziehen, falls sie gewährt wurde, oder neu anfragen.',
    'OVR-05': 'Von diesem Kriterium wird niemand ausgenommen. Den Code eines Kriteriums eintragen, das eine Ausnahme zulässt, etwa {0}.',
    'OVR-06': 'Eine Ausnahme gilt höchstens {0} Tage. In Bis einen Tag ab heute auswählen.',
  },
  es: {
    'OVR-01': 'Una solicitud empieza como Solicitada. La decide otra persona.',
    'OVR-02': 'Conceder y denegar corresponde a quienes aprueban, y nunca a quien lo pidió. Pídalo a un responsable.',
    'OVR-03': '¿Por qué debe seguir esta oportunidad sin ello? Una frase en Motivo, 20 caracteres o más.',
    'OVR-04': 'Esta solicitud ya está decidida. Retírela si se concedió, o solicite otra.',
    'OVR-05': 'Nadie queda exento de este criterio. Indique el código de uno que lo permita, como {0}.',
    'OVR-06': 'Una excepción dura {0} días como máximo. Elija en Hasta un día a partir de hoy.',
  },
};
