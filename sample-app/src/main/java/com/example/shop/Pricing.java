package com.example.shop;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** What an order costs. All amounts have two decimals; halves are rounded up. */
final class Pricing {
  private static final BigDecimal VAT = new BigDecimal("0.19");
  private static final BigDecimal QUANTITY_REBATE = new BigDecimal("0.05");
  private static final BigDecimal COUPON_REBATE = new BigDecimal("0.10");
  private static final int MANY = 10;

  private Pricing() {}

  /** A product's price and how many of it are bought. */
  record Item(BigDecimal price, int quantity) {}

  /** The sums of an order: {@code total = net - discount + vat}. */
  record Quote(BigDecimal net, BigDecimal discount, BigDecimal vat, BigDecimal total) {}

  /** Five percent off a line of ten or more, and a coupon takes ten percent off what is left. */
  static Quote quote(List<Item> items, boolean coupon) {
    BigDecimal net = BigDecimal.ZERO;
    BigDecimal discount = BigDecimal.ZERO;
    for (Item item : items) {
      BigDecimal line = item.price().multiply(BigDecimal.valueOf(item.quantity()));
      net = net.add(line);
      if (item.quantity() >= MANY) {
        discount = discount.add(line.multiply(QUANTITY_REBATE));
      }
    }
    if (coupon) {
      discount = discount.add(net.subtract(discount).multiply(COUPON_REBATE));
    }
    net = cents(net);
    discount = cents(discount);
    BigDecimal vat = cents(net.subtract(discount).multiply(VAT));
    return new Quote(net, discount, vat, net.subtract(discount).add(vat));
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }
}
