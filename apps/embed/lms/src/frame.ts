/** Whether the page is in a frame, as inside an LMS. */
export const isFramed = window.parent !== window;

/**
 * Tells the page around the frame how high the content is, now and whenever it changes, so that the frame has no scroll bar
 * of its own: `lti.frameResize`, as Canvas, Moodle, Sakai and Brightspace read it. As JSON in a string: some parse whatever they get.
 * @param parentOrigin who may hear it; left out: any, as it is no secret
 */
export function tellHeight(content: HTMLElement, parentOrigin = "*"): void {
  if (!isFramed) return;
  let told = 0;
  const tell = () => {
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === told || height === 0) return;
    told = height;
    window.parent.postMessage(JSON.stringify({ subject: "lti.frameResize", height }), parentOrigin);
  };
  new ResizeObserver(tell).observe(content);
}
