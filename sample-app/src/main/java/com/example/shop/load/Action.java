package com.example.shop.load;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What a user may do next, and how often: weights among one another. */
public enum Action {
  CATEGORIES(30),
  BROWSE(300),
  PRODUCT(250),
  SEARCH(100),
  ADD(150),
  REMOVE(15),
  CART(50),
  ORDER(60),
  ORDERS(20),
  ACCOUNT(20),
  LOGIN(10),
  REGISTER(5),
  HEALTH(10),
  LOW_STOCK(5),
  RESTOCK(10),
  SALES(3),
  CUSTOMERS(3),
  IMPORT(2),
  /** The category sheet, which not every server will print. */
  SHEET(0);

  private final int weight;

  Action(int weight) {
    this.weight = weight;
  }

  static Map<Action, Integer> usual() {
    Map<Action, Integer> mix = new EnumMap<>(Action.class);
    for (Action action : values()) {
      mix.put(action, action.weight);
    }
    return mix;
  }

  static Action of(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--mix: no such action: " + name);
    }
  }
}
