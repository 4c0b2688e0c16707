import type { Big } from "big.js";

/** `1,234.50` */
export function dollars(amount: Big): string {
  return grouped(amount.toFixed(2));
}

/** `+1,234.50`, `-3.00` or `0.00` */
export function difference(amount: Big): string {
  return (amount.gt(0) ? "+" : "") + dollars(amount);
}

/** A number with all of its digits, `1,460` or `0.00356`. */
export function exact(number: Big): string {
  return grouped(number.toFixed());
}

function grouped(digits: string): string {
  const [whole, fraction] = digits.split(".");
  const thousands = whole!.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}
