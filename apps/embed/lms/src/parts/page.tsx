import { type ReactNode, useEffect, useRef } from "react";

/** A page with its heading: named in the window's title, and focused where one came to it by a link within. */
export function Page({ title, above, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Kunna`;
  }, [title]);
  useEffect(() => {
    // The first page of a launch leaves the focus where it is: in the LMS around it.
    if (hasShown) heading.current?.focus({ preventScroll: false });
    hasShown = true;
  }, []);
  return (
    <>
      <div className="heading">
        {above && <p className="above">{above}</p>}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </div>
      {children}
    </>
  );
}

interface PageProps {
  readonly title: string;
  /** What it is part of, in few words. */
  readonly above?: ReactNode;
  readonly children: ReactNode;
}

let hasShown = false;
