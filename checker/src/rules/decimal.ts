// Exact decimal numbers, as people write them: 77.80, -3, 0.5. At most 18 digits count.

export interface Decimal {
  coefficient: bigint;
  scale: number; // digits after the point, 0 to 18
}

export const scaleMax = 18;
const coefficientEnd = 10n ** 18n;

// "-"? digits ("." digits)?, without zeros in front; null for anything else, or too many digits.
export function parseDecimal(text: string): Decimal | null {
  const found = /^(-?)(0|[1-9][0-9]{0,17})(?:\.([0-9]{1,18}))?$/.exec(text);
  if (!found) return null;
  const fraction = found[3] ?? "";
  const size = BigInt(found[2]! + fraction);
  if (size >= coefficientEnd) return null;
  return { coefficient: found[1] === "-" ? -size : size, scale: fraction.length };
}

// As it was written: "77.80". Minus zero has no sign.
export function decimalText({ coefficient, scale }: Decimal): string {
  const negative = coefficient < 0n;
  let digits = (negative ? -coefficient : coefficient).toString().padStart(scale + 1, "0");
  if (scale > 0) digits = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return negative ? `-${digits}` : digits;
}

export { coefficientEnd };
