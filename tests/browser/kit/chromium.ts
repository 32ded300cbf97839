/** Where the browser of the tests is, and what it needs to start. */
import { execFile } from 'node:child_process'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** A browser's binary and the environment it runs in. */
export interface Program {
  readonly path: string
  readonly environment: Record<string, string>
}

const run = promisify(execFile)
const UNPACK = fileURLToPath(new URL('./unpack.ts', import.meta.url))
const PACKAGE = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'))
/** Only the package's own font is seen, so that a page is as wide here as on any other machine. */
const fontsIn = (directory: string): string =>
  `<?xml version="1.0"?><fontconfig><dir>${directory}/fonts</dir><cachedir>${directory}/fonts-cache</cachedir></fontconfig>\n`

/**
 * The browser that `CHROMIUM` names, else the one of the npm package, which is unpacked into the temporary folder once for each version. On a
 * machine that lacks the libraries it needs, those of the package are used; `CHROMIUM_LIBRARIES=package` uses them anyway. Throws an `Error` that
 * says what is missing when it does not start even so.
 */
export async function findChromium(): Promise<Program> {
  const named = process.env.CHROMIUM
  if (named) return { path: named, environment: {} }
  const directory = await unpacked()
  const path = join(directory, 'chromium')
  const fonts = { FONTCONFIG_FILE: join(directory, 'fonts.conf') }
  const ours = { ...fonts, LD_LIBRARY_PATH: join(directory, 'al2023', 'lib') }
  const isWanted = process.env.CHROMIUM_LIBRARIES !== 'package'
  if (isWanted && (await fault(path, fonts)) === undefined) return { path, environment: fonts }
  const reason = await fault(path, ours)
  if (reason !== undefined) throw new Error(`the browser does not start; name another one by CHROMIUM: ${reason}`)
  return { path, environment: ours }
}

/** Why the binary does not run; undefined when it does. */
async function fault(path: string, environment: Readonly<Record<string, string>>): Promise<string | undefined> {
  try {
    await run(path, ['--version'], { env: environment })
    return undefined
  } catch (error) {
    return String(error)
  }
}

/** The folder with the package's browser. Two that need it at once each unpack one of their own; the first to be ready gives it its name. */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }
  const directory = join(tmpdir(), `cartwright-chromium-${version}-${process.getuid?.() ?? 0}`)
  if (existsSync(directory)) return owned(directory)
  const own = await mkdtemp(join(tmpdir(), 'cartwright-chromium-'))
  try {
    // The variable is how the package is told to unpack the libraries as well.
    await run(process.execPath, [UNPACK], { env: { TMPDIR: own, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' } })
    // Its own list of fonts names folders of the machine it was made for.
    await writeFile(join(own, 'fonts.conf'), fontsIn(directory))
    await rename(own, directory)
  } catch (error) {
    await rm(own, { recursive: true, force: true })
    if (!existsSync(directory)) throw error
  }
  return owned(directory)
}

/** In a temporary folder that all share, somebody else could have put a program under that name. */
function owned(directory: string): string {
  const { uid } = lstatSync(directory)
  if (process.getuid && uid !== process.getuid()) throw new Error(`${directory} belongs to somebody else: remove it, or set TMPDIR`)
  return directory
}
