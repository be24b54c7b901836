// Exact fractions in lowest terms, of any size. All arithmetic on achievements and scores is done
// in them; rounding happens once, at the end, where a policy says so.

import { coefficientEnd, type Decimal, parseDecimal } from "./decimal.js";

export type Rounding = "halfUp" | "halfEven";

export const textMax = 20_000; // characters of an exact number

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

export class Rational {
  private constructor(
    readonly numerator: bigint,
    readonly denominator: bigint, // above 0
  ) {}

  // numerator / denominator, which is not 0.
  static of(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
    let n = BigInt(numerator);
    let d = BigInt(denominator);
    if (d === 0n) throw new Error("a fraction of 0");
    if (d < 0n) [n, d] = [-n, -d];
    const common = gcd(n, d);
    return new Rational(n / common, d / common);
  }

  static ofDecimal({ coefficient, scale }: Decimal): Rational {
    return Rational.of(coefficient, 10n ** BigInt(scale));
  }

  // "5", "-5/3", "7.50"; null for anything else, zeros in front, or more than textMax
  // characters.
  static parse(text: string): Rational | null {
    if (text.length > textMax) return null;
    const decimal = parseDecimal(text);
    if (decimal) return Rational.ofDecimal(decimal);
    const whole = "(0|[1-9][0-9]*)";
    const found = new RegExp(`^(-?)${whole}(?:/${whole}|\\.([0-9]+))?$`).exec(text);
    if (!found || found[3] === "0") return null;
    const fraction = found[4] ?? "";
    const size = BigInt(found[2]! + fraction);
    const denominator = found[3] === undefined ? 10n ** BigInt(fraction.length) : BigInt(found[3]);
    return Rational.of(found[1] === "-" ? -size : size, denominator);
  }

  // "5" or "-5/3", in lowest terms.
  text(): string {
    return this.denominator === 1n ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
  }

  plus(other: Rational): Rational {
    return Rational.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Rational): Rational {
    return this.plus(other.negated());
  }

  negated(): Rational {
    return new Rational(-this.numerator, this.denominator);
  }

  times(other: Rational): Rational {
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  over(other: Rational): Rational {
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  abs(): Rational {
    return this.isNegative() ? this.negated() : this;
  }

  isZero(): boolean {
    return this.numerator === 0n;
  }

  isNegative(): boolean {
    return this.numerator < 0n;
  }

  // Below 0, 0 or above it, as this is smaller than, equal to or larger than `other`.
  compare(other: Rational): number {
    const left = this.numerator * other.denominator;
    const right = other.numerator * this.denominator;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Rational): boolean {
    return this.numerator === other.numerator && this.denominator === other.denominator;
  }

  // Rounded to `scale` digits, which it then shows: 90 at scale 2 is 90.00. half-up goes away from
  // zero at the middle. Null where the result has more digits than a decimal.
  rounded(scale: number, rounding: Rounding = "halfUp"): Decimal | null {
    const size = (this.isNegative() ? -this.numerator : this.numerator) * 10n ** BigInt(scale);
    let quotient = size / this.denominator;
    const twice = 2n * (size % this.denominator);
    const isMiddle = twice === this.denominator;
    if (isMiddle ? rounding === "halfUp" || quotient % 2n === 1n : twice > this.denominator) {
      ++quotient;
    }
    if (quotient >= coefficientEnd) return null;
    return { coefficient: this.isNegative() ? -quotient : quotient, scale };
  }
}

export const zero = Rational.of(0);
export const one = Rational.of(1);
export const hundred = Rational.of(100);

// In halves: a sum of long fractions is as long as all their denominators together, and one by one
// each value would be added to nearly that.
export function sum(values: readonly Rational[]): Rational {
  if (values.length < 2) return values[0] ?? zero;
  const middle = values.length >> 1;
  return sum(values.slice(0, middle)).plus(sum(values.slice(middle)));
}
