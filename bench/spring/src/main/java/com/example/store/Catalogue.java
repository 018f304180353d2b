package com.example.store;

import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the pages show. */
@Service
@Transactional(readOnly = true)
public class Catalogue {
  private final Products products;

  Catalogue(Products products) {
    this.products = products;
  }

  public List<Product> category(int id) {
    return products.findTop20ByCategoryIdOrderByName(id);
  }

  public List<Product> search(String words) {
    return products.search(words);
  }
}
