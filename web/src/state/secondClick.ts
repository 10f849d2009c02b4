// Run becomes Stop where it stands: the second click of a double click, or of a quick hand, is no Stop.

const QUICK = 600; // ms

/** Whether a click follows the one before so soon that one thing was meant; a handler a button. */
export function quickClicks(): (event: MouseEvent) => boolean {
  let last = -Infinity;
  return (event) => {
    const quick = event.detail > 1 || event.timeStamp - last < QUICK;
    if (!quick) last = event.timeStamp;
    return quick;
  };
}
