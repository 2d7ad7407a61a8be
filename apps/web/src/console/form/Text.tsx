/** A text that is typed in a form; `shown`: its label stands above it, as outside a table. */
export function Text({
  label,
  value,
  change,
  shown = false,
  number = false,
  optional = false,
  most = 100,
}: {
  label: string;
  value: string;
  change: (text: string) => void;
  shown?: boolean;
  number?: boolean;
  optional?: boolean;
  /** How many characters it takes. */
  most?: number;
}) {
  const input = (
    <input
      className={number ? 'number typed' : 'typed'}
      inputMode={number ? 'decimal' : undefined}
      autoComplete="off"
      required={!optional}
      maxLength={most}
      aria-label={shown ? undefined : label}
      value={value}
      onChange={({ target }) => change(target.value)}
    />
  );
  if (!shown) return input;
  return (
    <label className="field">
      <span>{label}</span>
      {input}
    </label>
  );
}
