package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.shop.Pricing.Item;
import com.example.shop.Pricing.Quote;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricingTest {
  @Test
  void addsTaxToTheSumOfTheLines() {
    Quote quote = Pricing.quote(List.of(item("10.00", 2), item("0.99", 1)), false);

    assertEquals(quote("20.99", "0.00", "3.99", "24.98"), quote);
  }

  @Test
  void takesFivePercentOffALineOfTen() {
    Quote quote = Pricing.quote(List.of(item("1.00", 10), item("1.00", 9)), false);

    assertEquals(quote("19.00", "0.50", "3.52", "22.02"), quote);
  }

  @Test
  void takesTheCouponOffWhatTheQuantityRebateLeft() {
    Quote quote = Pricing.quote(List.of(item("10.00", 10)), true);

    assertEquals(quote("100.00", "14.50", "16.25", "101.75"), quote);
  }

  @Test
  void roundsHalfACentUp() {
    Quote quote = Pricing.quote(List.of(item("0.05", 1)), true);

    assertEquals(new BigDecimal("0.01"), quote.discount());
  }

  @Test
  void costsNothingWhenThereIsNothing() {
    assertEquals(new BigDecimal("0.00"), Pricing.quote(List.of(), true).total());
  }

  private static Item item(String price, int quantity) {
    return new Item(new BigDecimal(price), quantity);
  }

  private static Quote quote(String net, String discount, String vat, String total) {
    return new Quote(
        new BigDecimal(net), new BigDecimal(discount), new BigDecimal(vat), new BigDecimal(total));
  }
}
