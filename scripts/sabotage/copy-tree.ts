import { execFile } from 'node:child_process'
import { copyFile, lstat, mkdir, readdir, readlink, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Copies what git knows of the project, changes that are not committed included, and links what is installed. */
export async function copyTree(root: string, target: string): Promise<void> {
  const { stdout } = await run('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, maxBuffer: 64 * 2 ** 20 })
  for (const file of stdout.split('\0')) {
    const found = file === '' ? null : await stat(join(root, file)).catch(() => null)
    if (found === null || !found.isFile()) continue
    await mkdir(dirname(join(target, file)), { recursive: true })
    await copyFile(join(root, file), join(target, file))
  }
  await linkInstalled(root, target)
}

/** Links every installed package, but the workspaces to their copies: otherwise the app in the copy would use the library outside it. */
async function linkInstalled(root: string, target: string): Promise<void> {
  const installed = join(root, 'node_modules')
  await mkdir(join(target, 'node_modules'))
  for (const name of await readdir(installed)) {
    const path = join(installed, name)
    const isWorkspace = (await lstat(path)).isSymbolicLink()
    await symlink(isWorkspace ? await readlink(path) : path, join(target, 'node_modules', name))
  }
}
