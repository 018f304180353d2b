package com.example.shop;

import java.math.BigDecimal;

/** Stands in for the bank: it declines cards that end in 0002, and orders over its limit. */
final class PaymentGateway {
  private static final BigDecimal LIMIT = new BigDecimal("20000");

  /**
   * Charges the card.
   *
   * @return the bank's reference
   * @throws ShopException 402 when the bank declines
   */
  String charge(long order, BigDecimal amount, String card) throws ShopException {
    if (card.endsWith("0002") || amount.compareTo(LIMIT) > 0) {
      throw new ShopException(402, "payment declined");
    }
    return "bank-"
        + Long.toString(order, 36)
        + "-"
        + card.substring(Math.max(0, card.length() - 4));
  }
}
