import { profileTopics } from '../bank/profile-topics.ts';
import { implement } from './operation.ts';
import { listProfileTopics } from './operations/profiles.ts';

export const implementedProfiles = [
  implement(listProfileTopics, () => ({ items: structuredClone([...profileTopics]) })),
];
