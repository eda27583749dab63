/** Which keys do it: for eyes alone, as the list of shortcuts says it in words. */
export function Keys({ of }: { readonly of: readonly string[] }) {
  return (
    <span className="keys" aria-hidden="true">
      {of.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
