/** Whether the page is being printed: drawn again for paper before the browser takes it. */
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

export function useIsPaper(): boolean {
  const [isPaper, setIsPaper] = useState(false);
  useEffect(() => {
    // The browser prints what is there when its event has been told.
    const before = () => flushSync(() => setIsPaper(true));
    const after = () => setIsPaper(false);
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
  return isPaper;
}
