import { z } from 'zod';
import { operation } from '../operation.ts';
import { profileTopic } from './schemas/profile.ts';

export const listProfileTopics = operation({
  id: 'profiles.topics',
  tag: 'clients',
  method: 'GET',
  path: '/profiles',
  summary: {
    ja: 'セキュリティプロファイルの決まりを、項目ごとに比べる表',
    en: 'What each security profile asks, topic by topic',
  },
  result: z.strictObject({ items: z.array(profileTopic) }),
  status: 200,
});

export const profileOperations = [listProfileTopics];
