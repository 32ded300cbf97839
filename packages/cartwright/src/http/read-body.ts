import { ShopError } from '../errors.ts'
import { readFormText, readMultipart } from './form-fields.ts'
import { Malformed } from './malformed.ts'
import { type Fields, readJsonObject } from './strict-json.ts'

/** Bytes a body may have. A checkout with 1,000 line ids has some 30 KB. */
const MAX_BYTES = 64 * 1024

/** The content types we understand. */
export type BodyKind = 'json' | 'form' | 'multipart'
const KINDS: Readonly<Record<string, BodyKind>> = {
  'application/json': 'json',
  'application/x-www-form-urlencoded': 'form',
  'multipart/form-data': 'multipart',
}

/** What kind of body a request says it has; null for one we do not understand. */
export function bodyKind(request: Request): BodyKind | null {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return Object.hasOwn(KINDS, type) ? (KINDS[type] ?? null) : null
}

/**
 * Reads the fields of a body. No body at all has no fields, whatever its type.
 * Throws `payload_too_large` above 64 KB, `unsupported_media_type`, and `invalid_input` for what is not well-formed.
 */
export async function readBody(request: Request): Promise<Fields> {
  const bytes = await readBytes(request)
  if (bytes.length === 0) return {}
  const kind = bodyKind(request)
  if (kind === null || request.headers.has('content-encoding')) throw new ShopError('unsupported_media_type')
  if (kind === 'multipart') return readMultipart(bytes, request.headers.get('content-type') ?? '')
  const text = textOf(bytes)
  if (kind === 'form') return readFormText(text)
  const fields = readJsonObject(text)
  if (fields === null) throw new Malformed()
  return fields
}

/** Reads a body as it is, for routes that check a signature over it. */
export const readText = async (request: Request): Promise<string> => textOf(await readBytes(request))

const DECODER = new TextDecoder('utf-8', { fatal: true })

function textOf(bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes)
  } catch {
    throw new Malformed()
  }
}

async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const length = request.headers.get('content-length') ?? ''
  const declared = /^[0-9]{1,15}$/.test(length) ? Number(length) : null
  if (declared !== null && declared > MAX_BYTES) throw new ShopError('payload_too_large')
  try {
    // A server keeps a body to its declared length, so it can be read in one piece; without one the stream is counted.
    const bytes = declared === null ? await readStream(request) : new Uint8Array(await request.arrayBuffer())
    if (bytes.length > MAX_BYTES) throw new ShopError('payload_too_large')
    return bytes
  } catch (error) {
    throw error instanceof ShopError ? error : new Malformed({ cause: error })
  }
}

async function readStream(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > MAX_BYTES) throw new ShopError('payload_too_large')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
