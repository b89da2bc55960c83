import { Input, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  algorithms,
  type AddressMember,
  type AlgorithmMember,
  type ClientDraft,
  type DutyMember,
} from './client-draft.ts';

export interface FieldProps {
  values: ClientDraft;
  set: <Key extends keyof ClientDraft>(key: Key, value: ClientDraft[Key]) => void;
  messages: Record<string, string>;
}

interface ChoiceProps<Value extends string> {
  label: string;
  description?: string;
  error: string | undefined;
  value: Value;
  onChange: (value: Value) => void;
  data: readonly { value: Value; label: string }[];
}

/** A few choices side by side. */
export function Choice<Value extends string>({ label, description, error, ...control }: ChoiceProps<Value>) {
  return (
    <Input.Wrapper label={label} description={description} error={error}>
      <div>
        <SegmentedControl mb={description ? 2 : 0} aria-label={label} {...control} data={[...control.data]} />
      </div>
    </Input.Wrapper>
  );
}

interface MemberProps<Member extends keyof ClientDraft> extends FieldProps {
  member: Member;
}

/** What the partner has to do, where the client or its profile asks for it. */
export function Duty({ member, values, set, messages }: MemberProps<DutyMember>) {
  const { t } = useTranslation();
  return (
    <Switch
      label={t(`clients.duty.${member}`)}
      description={member}
      checked={values[member]}
      error={messages[member]}
      onChange={(event) => set(member, event.currentTarget.checked)}
    />
  );
}

/** Where the bank reads something of the client's. */
export function AddressField({ member, values, set, messages }: MemberProps<AddressMember>) {
  const { t } = useTranslation();
  return (
    <TextInput
      type="url"
      label={t(`clients.address.${member}`)}
      description={t(`clients.addressHint.${member}`)}
      placeholder={`http://127.0.0.1:3000/${member === 'jwks_uri' ? 'jwks' : 'sector'}.json`}
      value={values[member]}
      error={messages[member]}
      onChange={(event) => set(member, event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

/** An algorithm of a member; `unset` says what holds where none is chosen. */
export function AlgorithmField({
  member,
  unset,
  values,
  set,
  messages,
}: MemberProps<AlgorithmMember> & { unset: string | undefined }) {
  const { t } = useTranslation();
  const choices: readonly string[] = algorithms[member];
  return (
    <Select
      label={t(`clients.algorithm.${member}`)}
      description={member}
      value={values[member]}
      error={messages[member]}
      allowDeselect={false}
      onChange={(chosen) =>
        set(member, (choices.find((one) => one === chosen) ?? '') as ClientDraft[typeof member])
      }
      data={[
        ...(unset === undefined ? [] : [{ value: '', label: unset }]),
        ...choices.map((value) => ({ value, label: value })),
      ]}
    />
  );
}
