import { Button, Group, Modal, Text } from '@mantine/core';
import Printer from 'lucide-react/icons/printer';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { getHandout } from '../../server/control/operations/training.ts';
import { Loaded } from '../ui/state-panel.tsx';
import { contentHeight } from './sample-frame.tsx';
import classes from './training.module.css';
import { usePicture } from './use-picture.ts';

interface HandoutProps {
  clientId: string | undefined;
  onClose: () => void;
}

/** The handout for this institution and partner, ready to be printed or saved as PDF by the print dialog. */
export function HandoutDialog({ opened, ...props }: HandoutProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={props.onClose}
      size={820}
      title={<Text fw={650}>{t('training.handout')}</Text>}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <Handout {...props} />
    </Modal>
  );
}

function Handout({ clientId }: HandoutProps) {
  const { t, i18n } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const query = usePicture(getHandout, { clientId, lang: i18n.language });
  return (
    <Loaded query={query}>
      {(html) => (
        <>
          <Group justify="space-between" mb="sm">
            <Text size="sm" c="dimmed">
              {t('training.handoutHint')}
            </Text>
            <Button
              size="sm"
              leftSection={<Printer size={15} aria-hidden />}
              onClick={() => frame.current?.contentWindow?.print()}
            >
              {t('training.print')}
            </Button>
          </Group>
          <iframe
            ref={frame}
            className={classes.handout}
            srcDoc={html}
            title={t('training.handout')}
            sandbox="allow-same-origin allow-modals"
            onLoad={({ currentTarget }) => fitPictures(currentTarget)}
          />
        </>
      )}
    </Loaded>
  );
}

/** What fits on a page of paper below a heading and a caption, in CSS pixels. */
const pageHeight = 900;

/** Gives each picture the size of its screen, so that the paper shows all of it and nothing else. */
function fitPictures(handout: HTMLIFrameElement): void {
  for (const picture of handout.contentDocument?.querySelectorAll('iframe') ?? []) {
    const box = picture.parentElement;
    const column = box?.parentElement;
    if (!box || !column) continue;
    const width = picture.offsetWidth;
    const height = contentHeight(picture);
    const scale = Math.min(1, (column.clientWidth - 2) / width, pageHeight / height);
    picture.style.height = `${String(height)}px`;
    picture.style.transform = `scale(${String(scale)})`;
    box.style.width = `${String(width * scale + 2)}px`;
    box.style.height = `${String(height * scale + 2)}px`;
  }
}
