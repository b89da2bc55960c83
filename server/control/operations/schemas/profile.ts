import { z } from 'zod';
import { securityProfile } from './client.ts';
import { bilingual } from './common.ts';

const rule = z.strictObject({
  text: bilingual,
  spec: z.string().meta({ description: 'The clause the rule is written in.' }),
});

/** On one topic, what each profile asks. */
export const profileTopic = z
  .strictObject({
    topic: z.string(),
    title: bilingual,
    rules: z.record(securityProfile, rule),
  })
  .meta({ id: 'ProfileTopic' });
