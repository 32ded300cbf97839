/** Unpacks the browser of the npm package into the folder that TMPDIR names. A process of its own, because the package asks the process where to. */
import chromium from '@sparticuz/chromium'

await chromium.executablePath()
