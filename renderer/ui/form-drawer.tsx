import { Alert, Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { createContext, use, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ControlError, outermostField, type FieldError } from '../app/control-client.ts';
import { inBankTime } from '../app/formats.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { LeaveGuard } from './leave-guard.tsx';

/** Closes the drawer a form stands in, after asking where something was typed. */
const CloseDrawer = createContext<(() => void) | undefined>(undefined);

interface FormDrawerProps {
  opened: boolean;
  title: string;
  onClose: () => void;
  /** Mounted anew each time the drawer opens, so that a form always begins with what is stored. */
  children: ReactNode;
}

/** The right edge, beside the list that a form belongs to. */
export function FormDrawer({ opened, title, onClose, children }: FormDrawerProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(false);
  const [asking, setAsking] = useState(false);
  const [wasOpened, setWasOpened] = useState(opened);
  if (wasOpened !== opened) {
    setWasOpened(opened);
    setTyped(false);
    setAsking(false);
  }
  const leave = () => {
    setAsking(false);
    onClose();
  };
  const close = () => {
    if (typed) setAsking(true);
    else onClose();
  };
  // Not by the drawer's own listener at the window: the dialog that asks would take the same key press
  // for its own, and close again.
  const closeByEscape = ({ key, target, currentTarget, nativeEvent }: KeyboardEvent<HTMLElement>) => {
    if (key !== 'Escape' || nativeEvent.isComposing) return;
    // React hands on what happens in dialogs and lists that belong to the drawer and stand elsewhere.
    if (!(target instanceof HTMLElement) || !currentTarget.contains(target)) return;
    if (target.dataset['mantineStopPropagation'] !== 'true') close();
  };
  return (
    <Drawer
      opened={opened}
      onClose={close}
      closeOnEscape={false}
      onKeyDown={closeByEscape}
      title={
        <Text component="span" fw={650}>
          {title}
        </Text>
      }
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <CloseDrawer value={close}>
        {/* Every field tells of typing in it; what was typed is not lost without a word. */}
        <div onChange={() => setTyped(true)}>{children}</div>
      </CloseDrawer>
      <LeaveGuard unsaved={opened && typed} />
      <ConfirmDialog
        opened={asking}
        title={t('app.unsaved.title')}
        confirmLabel={t('app.unsaved.leave')}
        danger
        onClose={() => setAsking(false)}
        onConfirm={leave}
      >
        {t('app.unsaved.text')}
      </ConfirmDialog>
    </Drawer>
  );
}

interface DrawerFormProps {
  onCancel: () => void;
  onSubmit: () => void;
  pending: boolean;
  error: Error | null;
  /** Fields that show their own message; what else was refused is told above the buttons. */
  fields: readonly string[];
  submitLabel?: string;
  /** To the left of the buttons: deleting, for example. */
  aside?: ReactNode;
  children: ReactNode;
}

/** Fields, what was refused, and the two buttons. */
export function DrawerForm(props: DrawerFormProps) {
  const { t } = useTranslation();
  const close = use(CloseDrawer);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      <Stack gap="sm">{props.children}</Stack>
      <FormProblem error={props.error} fields={props.fields} />
      <Group justify="space-between" mt="lg">
        <div>{props.aside}</div>
        <Group gap="xs">
          <Button variant="default" size="sm" onClick={close ?? props.onCancel}>
            {t('app.action.cancel')}
          </Button>
          <Button type="submit" size="sm" loading={props.pending}>
            {props.submitLabel ?? t('app.action.save')}
          </Button>
        </Group>
      </Group>
    </form>
  );
}

/** What a form's fields do not already say themselves. */
export function FormProblem({
  error,
  fields,
  title,
}: {
  error: Error | null;
  fields: readonly string[];
  title?: string;
}) {
  const { t } = useTranslation();
  if (!error) return null;
  const unclaimed = error instanceof ControlError ? unclaimedErrors(error.fieldErrors, fields) : [];
  const hasFieldErrors = error instanceof ControlError && error.fieldErrors.length > 0;
  if (hasFieldErrors && unclaimed.length === 0) return null;
  const unreachable = error instanceof ControlError && error.status === 0;
  return (
    <Alert color="red" mt="md" role="alert" title={title ?? t('app.action.refused')}>
      {unclaimed.length > 0
        ? unclaimed.map(({ path, message }) => <div key={path}>{path ? `${path}: ${message}` : message}</div>)
        : unreachable
          ? t('app.state.unreachable')
          : inBankTime(error.message)}
      {error instanceof ControlError && error.hint ? <div>{inBankTime(error.hint)}</div> : null}
    </Alert>
  );
}

function unclaimedErrors(errors: readonly FieldError[], fields: readonly string[]): FieldError[] {
  return errors.filter(({ path }) => !fields.includes(outermostField(path)));
}
