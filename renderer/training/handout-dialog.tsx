import { Alert, Button, Group, Modal, SegmentedControl, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import FileDown from 'lucide-react/icons/file-down';
import Printer from 'lucide-react/icons/printer';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getHandout } from '../../server/control/operations/training.ts';
import type { HandoutRequest } from '../app/desktop-bridge.ts';
import { Loaded } from '../ui/state-panel.tsx';
import { contentHeight, variants, type Variant } from './sample-frame.tsx';
import classes from './training.module.css';
import { usePicture } from './use-picture.ts';

type Language = HandoutRequest['lang'];

interface HandoutProps {
  clientId: string | undefined;
  /** Whose screens the page shows; the handout begins with these. */
  device: Variant | 'all';
}

/** The handout for this institution and partner, ready to be printed or saved as PDF. */
export function HandoutDialog({
  opened,
  onClose,
  ...props
}: HandoutProps & { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={820}
      title={<Text fw={650}>{t('training.handout')}</Text>}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <Handout {...props} />
    </Modal>
  );
}

function Handout({ clientId, device: initialDevice }: HandoutProps) {
  const { t, i18n } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const [device, setDevice] = useState(initialDevice);
  const [lang, setLang] = useState<Language>(i18n.language === 'ja' ? 'ja' : 'en');
  const variant = device === 'all' ? undefined : device;
  const query = usePicture(getHandout, { clientId, variant, lang });
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t('training.handoutHint')}
      </Text>
      <Group gap="sm" mb="sm">
        <SegmentedControl
          size="xs"
          aria-label={t('training.handoutScreens')}
          value={device}
          onChange={setDevice}
          data={(['all', ...variants] as const).map((value) => ({
            value,
            label: t(`training.variant.${value}`),
          }))}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('training.handoutLanguage')}
          value={lang}
          onChange={setLang}
          data={[
            { value: 'ja', label: '日本語' },
            { value: 'en', label: 'English' },
          ]}
        />
        <Group gap="xs" ml="auto">
          <Button
            size="sm"
            variant={window.ibLinkDesktop ? 'default' : 'filled'}
            leftSection={<Printer size={15} aria-hidden />}
            onClick={() => frame.current?.contentWindow?.print()}
          >
            {t(window.ibLinkDesktop ? 'training.printOnly' : 'training.print')}
          </Button>
          <SaveAsPdf request={{ clientId, variant, lang }} />
        </Group>
      </Group>
      <Loaded query={query}>
        {(html) => (
          <iframe
            ref={frame}
            className={classes.handout}
            srcDoc={html}
            title={t('training.handout')}
            sandbox="allow-same-origin allow-modals"
            onLoad={({ currentTarget }) => measurePictures(currentTarget)}
          />
        )}
      </Loaded>
    </>
  );
}

/** Only the desktop shell can make the file by itself; a browser does it in its print dialog. */
function SaveAsPdf({ request }: { request: HandoutRequest }) {
  const { t } = useTranslation();
  const bridge = window.ibLinkDesktop;
  const saving = useMutation({
    mutationFn: async () => bridge?.saveHandout(request),
    onSuccess: (saved) => {
      if (saved?.outcome === 'saved')
        notifications.show({ message: t('training.pdfSaved', { path: saved.path }) });
    },
  });
  if (!bridge) return null;
  const reason =
    saving.error?.message ?? (saving.data?.outcome === 'failed' ? saving.data.reason : undefined);
  return (
    <>
      <Button
        size="sm"
        leftSection={<FileDown size={15} aria-hidden />}
        loading={saving.isPending}
        onClick={() => saving.mutate()}
      >
        {t('training.savePdf')}
      </Button>
      {reason === undefined ? null : (
        <Alert color="red" title={t('training.pdfFailed')} role="alert">
          {reason}
        </Alert>
      )}
    </>
  );
}

/** Tells each picture how high its screen is, so that the paper shows all of it and nothing else. */
function measurePictures(handout: HTMLIFrameElement): void {
  for (const picture of handout.contentDocument?.querySelectorAll('iframe') ?? []) {
    const height = contentHeight(picture);
    picture.parentElement?.style.setProperty('--height', String(height));
  }
}
