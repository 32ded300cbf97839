'use client'

import { type ComponentProps, createElement, type ReactElement, type SubmitEvent } from 'react'
import type { DrawerJson } from '../client/index.ts'
import { postForm } from '../client/post-form.ts'
import type { ClientError, Result } from '../client/result.ts'
import { newKey } from '../client/turn.ts'
import { useStore } from './provider.ts'

export interface CartFormProps extends Omit<ComponentProps<'form'>, 'action' | 'method' | 'onSubmit'> {
  /** A change of the cart, such as `/cart/items`. */
  readonly action: string
  /** Called with what came of it; not when nothing came, or nothing of the shop's: then the browser sends the form itself. */
  readonly onDone?: (result: Result<DrawerJson>) => void
}

/**
 * A real form: before its script is there, and where it fails, the browser sends it. With it the change goes through the store, encoded as the browser
 * would; a button's `formAction` is another change.
 *
 * @example
 * createElement(CartForm, { action: '/cart/items' },
 *   createElement('input', { type: 'hidden', name: 'product', value: 'garment:42' }),
 *   createElement('button', null, 'Add'))
 */
export function CartForm({ action, onDone, ...rest }: CartFormProps): ReactElement {
  const store = useStore()
  const onSubmit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget
    // A second click is the same click.
    if (form.ariaBusy) return
    const { submitter } = event.nativeEvent as globalThis.SubmitEvent
    const path = submitter?.getAttribute('formaction') ?? action
    const fields = fieldsOf(new FormData(form, submitter))
    form.ariaBusy = 'true'
    const result = await store.change(path, fields).finally(() => {
      form.ariaBusy = null
    })
    if (!result.ok && FAILED.includes(result.error.code)) postForm(path, fields)
    else onDone?.(result)
  }
  return createElement('form', { ...rest, action, method: 'post', onSubmit })
}

/** Nobody said no: the browser may come through, and shows what it is told. */
const FAILED: readonly ClientError['code'][] = ['network', 'unexpected_answer']

/** Fields as the browser sends them, whatever is there twice and whatever is empty, with a key that both ways of sending share. */
function fieldsOf(form: FormData): URLSearchParams {
  const fields = new URLSearchParams(form as unknown as Record<string, string>)
  fields.set('idempotency_key', newKey())
  return fields
}
