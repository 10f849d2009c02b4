// Run becomes Stop where it stands: the second click of a double click, or of a quick hand, is no Stop.

const QUICK = 600; // ms

/**
 * Whether a click follows the one before so soon that one thing was meant; a handler a button. Where
 * nothing is `running` any more only a double click is one: it may be about something else by now.
 */
export function quickClicks(): (event: MouseEvent, running: boolean) => boolean {
  let last = -Infinity;
  return (event, running) => {
    const quick = event.detail > 1 || (running && event.timeStamp - last < QUICK);
    if (!quick) last = event.timeStamp;
    return quick;
  };
}
