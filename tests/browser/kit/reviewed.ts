const COVERED =
  'On a phone a bar that sticks to the edge, or the edge of a row that scrolls sideways, lies over it at that moment. Nothing covers it in the wide window, where axe decides it in both themes; what only a phone shows, the warning over the button that pays, has 5.6 by day and 7.9 by night.'

/**
 * What axe leaves to a person, by its rule and reason, and what the person found. What is not listed here and cannot be decided fails the test; so each
 * entry says why it cannot be decided and what was looked at instead.
 */
export const REVIEWED: Readonly<Record<string, string>> = {
  "color-contrast: Element's background color could not be determined due to a background gradient":
    'The line under the current tab is a gradient of two pixels at the bottom; the words above it stand on the ground of the page, in its ink: 16.4 by day, 16.1 by night.',
  'color-contrast: Element content contains only non-text characters':
    'The arrow beside the name of a column that orders a list of the staff: its colour is that of the name, 7.6 on its ground by day and 8.3 by night.',
  "color-contrast: Element's background color could not be determined because it is overlapped by another element": COVERED,
  "color-contrast: Element's background color could not be determined because it's partially obscured by another element": COVERED,
}
