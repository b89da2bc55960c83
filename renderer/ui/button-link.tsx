import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type AnchorProps = Omit<ButtonProps, 'href'> & Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps>;

function AnchorButton(props: AnchorProps) {
  return <Button component="a" {...props} />;
}

/** A link to another page of the console that looks like a button. */
export const ButtonLink = createLink(AnchorButton);
